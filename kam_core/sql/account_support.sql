-- How far are the people of each account for us, weighted by their influence? Grain: account with people who have both.
-- Net support = sum of influence x support / (2 x sum of influence), -1 to +1, as kam_core.people.net_support says of one account.
SELECT account_id, SUM(influence * support) / (2.0 * SUM(influence)) AS net_support, COUNT(*) AS judged
FROM contacts
WHERE influence IS NOT NULL AND support IS NOT NULL
GROUP BY account_id
HAVING SUM(influence) > 0
