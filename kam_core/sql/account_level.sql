-- How high up in the decision chain of each account did we reach in the year up to a date? Grain: account.
-- The highest influence (1-5) among the people touched in that year.
SELECT account_id, MAX(influence) AS level
FROM contacts
WHERE influence IS NOT NULL
    AND last_touch <= CAST($as_of AS DATE) AND last_touch > CAST($as_of AS DATE) - INTERVAL '1' YEAR
GROUP BY account_id
