-- Which rows stand behind the indices of one subject, an account's contacts included, up to a date? Grain: rating.
WITH people AS (
    SELECT $subject_type AS subject_type, $subject_id AS subject_id, CAST(NULL AS VARCHAR) AS contact_name, CAST(NULL AS DOUBLE) AS influence
    UNION ALL
    SELECT 'contact', contact_id, contact_name, influence
    FROM contacts
    WHERE $subject_type = 'account' AND account_id = $subject_id
)
SELECT
    people.subject_type, r.subject_id, people.contact_name, people.influence, r.item, r.value,
    coalesce(r.valid_on, CAST($as_of AS DATE)) AS valid_on, coalesce(r.rater, '') AS rater, r.rater_side, r.source,
    coalesce(r.status, 'assumed') AS status, r.note, r.row_id, r.version
FROM ratings AS r
JOIN people ON people.subject_id = r.subject_id AND people.subject_type = coalesce(r.subject_type, 'account')
WHERE r.valid_on IS NULL OR r.valid_on <= CAST($as_of AS DATE)
ORDER BY r.item, valid_on DESC, r.version DESC
