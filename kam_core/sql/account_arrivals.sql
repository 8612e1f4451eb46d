-- Which accounts (groups too) are named anywhere, and which row named them first? Grain: account id; groups come last.
SELECT account_id, MIN(arrival) AS arrival
FROM (
    SELECT account_id, row_id AS arrival FROM accounts
    UNION ALL
    SELECT account_id, row_id AS arrival FROM transactions
    UNION ALL
    SELECT account_id, row_id AS arrival FROM costs
    UNION ALL
    SELECT parent_id AS account_id, 9e18 AS arrival FROM accounts
) AS named
WHERE account_id IS NOT NULL
GROUP BY account_id
ORDER BY arrival, account_id
