-- Which ratings answer a question that no index reads? Grain: row of ratings.
SELECT r.row_id, coalesce(c.account_id, r.subject_id) AS account_id
FROM ratings r LEFT JOIN contacts c ON r.subject_type = 'contact' AND c.contact_id = r.subject_id
WHERE r.item NOT IN (SELECT unnest($items))
