-- What did each activity for each account cost in each month, counted back by day from a date? Grain: account, activity, months ago.
-- Months as in account_months. Freight and illustrative lines count only when asked for.
SELECT
    costs.account_id AS account_id,
    (EXTRACT(YEAR FROM CAST($as_of AS DATE)) - EXTRACT(YEAR FROM costs.date)) * 12
        + EXTRACT(MONTH FROM CAST($as_of AS DATE)) - EXTRACT(MONTH FROM costs.date)
        - CASE WHEN EXTRACT(DAY FROM costs.date) > EXTRACT(DAY FROM CAST($as_of AS DATE))
            AND EXTRACT(DAY FROM CAST($as_of AS DATE) + INTERVAL '1' DAY) > 1 THEN 1 ELSE 0 END AS months_ago,
    costs.activity AS activity,
    SUM(costs.amount) AS amount
FROM costs
JOIN batches ON batches.batch = costs.batch
WHERE costs.date <= CAST($as_of AS DATE)
    AND (CAST($since AS DATE) IS NULL OR costs.date > CAST($since AS DATE))
    AND ($freight OR lower(costs.activity) <> 'freight')
    AND ($illustrative OR NOT batches.illustrative)
GROUP BY 1, 2, 3
