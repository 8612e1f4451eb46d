-- Where did one rater answer one question twice on one day, and differently? Grain: row of ratings.
WITH twice AS (
    SELECT subject_type, subject_id, item, valid_on, rater
    FROM ratings
    WHERE rater IS NOT NULL AND rater <> '' AND valid_on IS NOT NULL
    GROUP BY ALL
    HAVING min(value) <> max(value)
)
SELECT r.row_id, coalesce(c.account_id, r.subject_id) AS account_id
FROM ratings r
JOIN twice t ON r.subject_id = t.subject_id AND r.item = t.item AND r.valid_on = t.valid_on AND r.rater = t.rater
    AND r.subject_type IS NOT DISTINCT FROM t.subject_type
LEFT JOIN contacts c ON r.subject_type = 'contact' AND c.contact_id = r.subject_id
