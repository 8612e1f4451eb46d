-- Which rows stand behind the indices of one subject, its contacts included, up to a date? Grain: rating.
SELECT
    coalesce(r.subject_type, 'account') AS subject_type, r.subject_id, c.contact_name, c.influence, r.item, r.value,
    coalesce(r.valid_on, CAST($as_of AS DATE)) AS valid_on, coalesce(r.rater, '') AS rater, r.rater_side, r.source,
    coalesce(r.status, 'assumed') AS status, r.note, r.row_id, r.version
FROM ratings AS r
LEFT JOIN contacts AS c ON r.subject_type = 'contact' AND c.contact_id = r.subject_id
WHERE (r.valid_on IS NULL OR r.valid_on <= CAST($as_of AS DATE))
    AND ((coalesce(r.subject_type, 'account') = $subject_type AND r.subject_id = $subject_id)
        OR ($subject_type = 'account' AND r.subject_type = 'contact' AND c.account_id = $subject_id))
ORDER BY r.item, valid_on DESC, r.version DESC
