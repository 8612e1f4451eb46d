-- Which lines name no account? Grain: row of transactions.
SELECT row_id, account_id
FROM transactions
WHERE account_id IS NULL OR account_id = $no_account
