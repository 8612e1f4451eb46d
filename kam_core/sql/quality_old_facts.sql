-- Of which accounts are the dated facts known, but not lately? Grain: row of accounts.
WITH latest AS (
    SELECT account_id, max(valid_on) AS day
    FROM account_facts
    WHERE valid_on <= CAST($as_of AS DATE)
    GROUP BY account_id
)
SELECT a.row_id, a.account_id
FROM accounts a JOIN latest USING (account_id)
WHERE latest.day < CAST($as_of AS DATE) - CAST($stale_days AS INTEGER)
