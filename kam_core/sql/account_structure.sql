-- Who of us is linked with whom of one account, from which function to which, and how high? Grain: our link.
-- The function of a person of ours is the one the team has for this account, else for any.
WITH functions AS (
    SELECT member, COALESCE(MAX(CASE WHEN account_id = $account_id THEN department END), MAX(department)) AS department
    FROM team
    WHERE department <> ''
    GROUP BY member
)
SELECT
    l.from_id AS who, f.department AS our_function, c.contact_id, c.contact_name, NULLIF(c.department, '') AS their_function,
    c.seniority, MAX(l.level) AS level, MAX(l.wanted) AS wanted
FROM links AS l
JOIN contacts AS c ON c.contact_id = l.to_id
LEFT JOIN functions AS f ON f.member = l.from_id
WHERE l.kind = 'our_link' AND c.account_id = $account_id
GROUP BY l.from_id, f.department, c.contact_id, c.contact_name, NULLIF(c.department, ''), c.seniority
ORDER BY MAX(l.level) DESC NULLS LAST, l.from_id, c.contact_name
