-- Which links have the people of one account, among themselves and with ours? Grain: link.
SELECT l.row_id, l.from_id, l.to_id, l.kind, l.level, l.wanted, f.contact_name AS from_name, c.contact_name AS to_name
FROM links AS l
LEFT JOIN contacts AS f ON f.contact_id = l.from_id
LEFT JOIN contacts AS c ON c.contact_id = l.to_id
WHERE c.account_id = $account_id OR f.account_id = $account_id
ORDER BY CASE WHEN l.kind = 'our_link' THEN 0 ELSE 1 END, l.kind, l.from_id, c.contact_name, l.row_id
