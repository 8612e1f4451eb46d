-- Who has answers on these items up to a date, how many, how old, how sure, and by whom last? Grain: subject.
-- With $rolled the answers of contacts count for their account. Of several answers on one item the latest counts.
WITH answers AS (
    SELECT
        CASE WHEN $rolled AND r.subject_type = 'contact' THEN contacts.account_id ELSE r.subject_id END AS subject_id,
        r.item, coalesce(r.valid_on, CAST($as_of AS DATE)) AS day, coalesce(r.rater, '') AS rater, r.status, r.version
    FROM ratings AS r
    LEFT JOIN contacts ON r.subject_type = 'contact' AND contacts.contact_id = r.subject_id
    WHERE list_contains($items, r.item)
        AND (r.valid_on IS NULL OR r.valid_on <= CAST($as_of AS DATE))
        AND (coalesce(r.subject_type, 'account') = $subject_type OR ($rolled AND r.subject_type = 'contact'))
),
latest AS (
    SELECT subject_id, item, max(day) AS day, arg_max(rater, (day, version)) AS rater, arg_max(status, (day, version)) AS status
    FROM answers
    WHERE subject_id IS NOT NULL
    GROUP BY subject_id, item
)
SELECT
    subject_id, count(*) AS items, count(*) FILTER (WHERE status = 'confirmed') AS confirmed,
    min(day) AS oldest, max(day) AS newest, arg_max(rater, (day, item)) AS rater
FROM latest
GROUP BY subject_id
