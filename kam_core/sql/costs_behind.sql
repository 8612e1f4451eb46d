-- Which cost lines count as cost to serve of some accounts, in a span? Grain: cost line, the latest first.
-- All accounts where $accounts is NULL. Freight and illustrative lines count only when asked for.
SELECT
    costs.date, costs.account_id, costs.activity, costs.driver_quantity, costs.rate, costs.amount, costs.row_id, count(*) OVER () AS every
FROM costs
JOIN batches ON batches.batch = costs.batch
WHERE costs.date <= CAST($as_of AS DATE) AND (CAST($since AS DATE) IS NULL OR costs.date > CAST($since AS DATE))
    AND costs.account_id <> $no_account
    AND ($accounts IS NULL OR list_contains(CAST($accounts AS VARCHAR[]), costs.account_id))
    AND ($freight OR lower(costs.activity) <> 'freight')
    AND ($illustrative OR NOT batches.illustrative)
ORDER BY costs.date DESC, costs.row_id DESC
LIMIT $most
