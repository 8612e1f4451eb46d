-- Which accounts became key accounts after the date the figures stand on? Grain: row of accounts.
SELECT row_id, account_id
FROM accounts
WHERE key_since > CAST($as_of AS DATE)
