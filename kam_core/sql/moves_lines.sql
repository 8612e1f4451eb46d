-- Which batch last recorded an order line of each of these accounts dated between two dates, and how many are there? Grain: account.
SELECT x.account_id, count(*) AS lines, max(x.date) AS valid_on, max(x.batch) AS batch, max(batches.recorded_at) AS recorded_at
FROM transactions AS x
JOIN batches ON batches.batch = x.batch
WHERE list_contains($accounts, x.account_id) AND x.date > CAST($since AS DATE) AND x.date <= CAST($as_of AS DATE)
GROUP BY x.account_id
