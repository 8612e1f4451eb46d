-- How many hours did we spend with each account in each month, counted back by day from a date? Grain: account, months ago.
-- Months as in account_months; what is only promised took no hours.
SELECT
    account_id,
    (EXTRACT(YEAR FROM CAST($as_of AS DATE)) - EXTRACT(YEAR FROM date)) * 12
        + EXTRACT(MONTH FROM CAST($as_of AS DATE)) - EXTRACT(MONTH FROM date)
        - CASE WHEN EXTRACT(DAY FROM date) > EXTRACT(DAY FROM CAST($as_of AS DATE))
            AND EXTRACT(DAY FROM CAST($as_of AS DATE) + INTERVAL '1' DAY) > 1 THEN 1 ELSE 0 END AS months_ago,
    SUM(hours) AS hours
FROM interactions
WHERE date <= CAST($as_of AS DATE) AND (CAST($since AS DATE) IS NULL OR date > CAST($since AS DATE))
    AND hours > 0 AND (kind IS NULL OR kind <> 'promise')
GROUP BY 1, 2
