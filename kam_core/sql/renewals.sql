-- How many renewals was each account under contract asked for up to a date, and how many did it make? Grain: account with a contract begun.
-- A contract begun after the first is a renewal made; with none running on the date one more was due and not made.
SELECT
    account_id,
    COUNT(*) - 1 AS recency,
    COUNT(*) - 1 + CASE WHEN MAX(end_on) < CAST($as_of AS DATE) THEN 1 ELSE 0 END AS T
FROM contracts
WHERE start_on <= CAST($as_of AS DATE) AND account_id <> $no_account
GROUP BY account_id
ORDER BY account_id
