-- How many hours a year does the team plan for each account? Grain: account.
SELECT account_id, SUM(hours_planned) AS hours
FROM team
WHERE account_id IS NOT NULL AND hours_planned IS NOT NULL
GROUP BY account_id
