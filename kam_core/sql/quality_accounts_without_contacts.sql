-- Which accounts have no contact? Grain: row of accounts.
SELECT row_id, account_id
FROM accounts
WHERE account_id <> $no_account AND status IS DISTINCT FROM 'former'
  AND account_id NOT IN (SELECT account_id FROM contacts WHERE account_id IS NOT NULL)
