-- Which cost lines count as cost to serve of one account up to a date? Grain: cost line, the latest first.
-- Freight and illustrative lines count only when asked for.
SELECT costs.date, costs.activity, costs.driver_quantity, costs.rate, costs.amount, costs.row_id
FROM costs
JOIN batches ON batches.batch = costs.batch
WHERE costs.account_id = $account_id AND costs.date <= CAST($as_of AS DATE)
    AND ($freight OR lower(costs.activity) <> 'freight')
    AND ($illustrative OR NOT batches.illustrative)
ORDER BY costs.date DESC, costs.row_id
