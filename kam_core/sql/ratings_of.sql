-- Which ratings do these subjects have on these items, and who recorded them when? Grain: rating, in the order they were recorded.
SELECT
    coalesce(r.subject_type, 'account') AS subject_type, r.subject_id, r.item, r.value, r.valid_on, r.rater, r.rater_side, r.source,
    r.status, r.note, r.row_id, r.version, r.batch, batches.recorded_at, batches.author
FROM ratings AS r
JOIN batches ON batches.batch = r.batch
WHERE list_contains($items, r.item) AND list_contains($subjects, r.subject_id)
ORDER BY r.version
