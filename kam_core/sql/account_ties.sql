-- Who of us holds which person of one account, how firmly, and how often in the year up to a date? Grain: person of ours, contact.
-- Level: the link "our link" as it stands (1-4). Touches: days with a visit, call, mail, meeting or event.
WITH touches AS (
    SELECT who, contact_id, COUNT(DISTINCT date) AS touches
    FROM interactions
    WHERE account_id = $account_id AND who <> '' AND contact_id <> '' AND kind IS DISTINCT FROM 'promise'
        AND date <= CAST($as_of AS DATE) AND date > CAST($as_of AS DATE) - INTERVAL '1' YEAR
    GROUP BY who, contact_id
),
held AS (
    SELECT l.from_id AS who, l.to_id AS contact_id, MAX(l.level) AS level
    FROM links AS l
    JOIN contacts AS c ON c.contact_id = l.to_id
    WHERE c.account_id = $account_id AND l.kind = 'our_link'
    GROUP BY l.from_id, l.to_id
)
SELECT COALESCE(held.who, touches.who) AS who, COALESCE(held.contact_id, touches.contact_id) AS contact_id, held.level, touches.touches
FROM held
FULL JOIN touches ON touches.who = held.who AND touches.contact_id = held.contact_id
ORDER BY who, contact_id
