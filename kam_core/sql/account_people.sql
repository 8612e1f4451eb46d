-- Who are the people of one account, and when was each last touched up to a date? Grain: contact, the most influential first.
-- Touched: the day noted with the contact or the last visit, call, mail, meeting, event or promise with them, whichever is later.
SELECT
    c.row_id, c.contact_id, c.contact_name, c.job, c.role, c.influence, c.support, c.note, c.department, c.seniority,
    GREATEST(MAX(CASE WHEN c.last_touch <= CAST($as_of AS DATE) THEN c.last_touch END), MAX(i.date)) AS touched
FROM contacts AS c
LEFT JOIN interactions AS i ON i.contact_id = c.contact_id AND i.account_id = c.account_id AND i.date <= CAST($as_of AS DATE)
WHERE c.account_id = $account_id
GROUP BY c.row_id, c.contact_id, c.contact_name, c.job, c.role, c.influence, c.support, c.note, c.department, c.seniority
ORDER BY c.influence DESC NULLS LAST, c.contact_name, c.row_id
