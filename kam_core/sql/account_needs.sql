-- How many needs are written down for each account? Grain: account.
SELECT account_id, COUNT(*) AS needs
FROM needs
GROUP BY account_id
