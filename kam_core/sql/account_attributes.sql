-- Who are the accounts: everyone in the register, who bought or who was served; lines without an account left out? Grain: account.
SELECT
    ids.account_id AS account_id,
    COALESCE(NULLIF(a.account_name, ''), ids.account_id) AS account_name,
    a.owner, a.region, a.country, a.city, a.industry, a.status, a.tier, a.parent_id, a.opened_year, a.employees
FROM (
    SELECT account_id FROM accounts
    UNION
    SELECT account_id FROM transactions WHERE date <= CAST($as_of AS DATE)
    UNION
    SELECT account_id FROM costs WHERE date <= CAST($as_of AS DATE)
) AS ids
LEFT JOIN accounts AS a ON a.account_id = ids.account_id
WHERE ids.account_id IS NOT NULL AND ids.account_id <> $no_account
ORDER BY ids.account_id
