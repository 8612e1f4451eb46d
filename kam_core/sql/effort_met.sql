-- How many hours, visits and calls went to each account in each month, counted back by day from an anchor? Grain: account, months ago.
-- Months as in account_months; with the last day of a month as anchor they are those of the calendar. What is promised took no hours.
SELECT
    account_id,
    (EXTRACT(YEAR FROM CAST($anchor AS DATE)) - EXTRACT(YEAR FROM date)) * 12
        + EXTRACT(MONTH FROM CAST($anchor AS DATE)) - EXTRACT(MONTH FROM date)
        - CASE WHEN EXTRACT(DAY FROM date) > EXTRACT(DAY FROM CAST($anchor AS DATE))
            AND EXTRACT(DAY FROM CAST($anchor AS DATE) + INTERVAL '1' DAY) > 1 THEN 1 ELSE 0 END AS months_ago,
    SUM(CASE WHEN hours > 0 THEN hours END) AS hours,
    COUNT(CASE WHEN kind IN ('visit', 'meeting') THEN 1 END) AS visits,
    COUNT(CASE WHEN kind = 'call' THEN 1 END) AS calls
FROM interactions
WHERE date <= CAST($as_of AS DATE) AND (CAST($since AS DATE) IS NULL OR date > CAST($since AS DATE))
    AND (kind IS NULL OR kind <> 'promise')
GROUP BY 1, 2
