-- What did each activity for each account cost in each month, counted back by day from an anchor? Grain: account, activity, months ago.
-- Months as in effort_met. Illustrative lines count: so do the visits, plans and ratings they stand beside.
SELECT
    account_id,
    (EXTRACT(YEAR FROM CAST($anchor AS DATE)) - EXTRACT(YEAR FROM date)) * 12
        + EXTRACT(MONTH FROM CAST($anchor AS DATE)) - EXTRACT(MONTH FROM date)
        - CASE WHEN EXTRACT(DAY FROM date) > EXTRACT(DAY FROM CAST($anchor AS DATE))
            AND EXTRACT(DAY FROM CAST($anchor AS DATE) + INTERVAL '1' DAY) > 1 THEN 1 ELSE 0 END AS months_ago,
    activity,
    SUM(amount) AS amount
FROM costs
WHERE date <= CAST($as_of AS DATE) AND (CAST($since AS DATE) IS NULL OR date > CAST($since AS DATE))
GROUP BY 1, 2, 3
