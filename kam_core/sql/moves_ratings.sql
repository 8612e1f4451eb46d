-- Which ratings stand behind these subjects up to a date, those of their contacts included with $rolled, and which batch recorded each? Grain: rating.
WITH people AS (
    SELECT CAST(id AS VARCHAR) AS subject_id, CAST($subject_type AS VARCHAR) AS rated_type, CAST(id AS VARCHAR) AS rated_id,
        CAST(NULL AS VARCHAR) AS contact_name, CAST(NULL AS DOUBLE) AS influence
    FROM unnest($subjects) AS given(id)
    UNION ALL
    SELECT account_id, 'contact', contact_id, contact_name, influence
    FROM contacts
    WHERE $rolled AND list_contains($subjects, account_id)
)
SELECT
    people.subject_id, people.rated_type, people.rated_id, people.contact_name, people.influence, r.item, r.value, r.valid_on,
    coalesce(r.rater, '') AS rater, coalesce(r.rater_side, 'ours') AS rater_side, r.source, coalesce(r.status, 'assumed') AS status,
    r.note, r.row_id, r.version, r.batch, batches.recorded_at, batches.author
FROM ratings AS r
JOIN people ON people.rated_id = r.subject_id AND people.rated_type = coalesce(r.subject_type, 'account')
JOIN batches ON batches.batch = r.batch
WHERE list_contains($items, r.item) AND (r.valid_on IS NULL OR r.valid_on <= CAST($as_of AS DATE))
ORDER BY people.subject_id, r.valid_on NULLS FIRST, r.version
