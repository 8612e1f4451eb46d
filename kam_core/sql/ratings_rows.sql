-- Whom are these ratings about? Grain: rating.
SELECT row_id, coalesce(subject_type, 'account') AS subject_type, subject_id, item
FROM ratings
WHERE list_contains($rows, row_id)
