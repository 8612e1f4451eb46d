-- Which facts of these accounts became valid between two dates, and which batch recorded each? Grain: account fact, the latest first.
SELECT f.account_id, f.fact, f.value, f.valid_on, f.source, coalesce(f.status, 'assumed') AS status, f.author AS rater, f.note, f.row_id,
    f.version, f.batch, batches.recorded_at
FROM account_facts AS f
JOIN batches ON batches.batch = f.batch
WHERE list_contains($accounts, f.account_id) AND list_contains($facts, f.fact)
    AND f.valid_on > CAST($since AS DATE) AND f.valid_on <= CAST($as_of AS DATE)
ORDER BY f.account_id, f.fact, f.valid_on DESC, f.version DESC
