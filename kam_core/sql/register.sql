-- What was decided about each account, and when did we last speak to it? Grain: account.
-- A promise is a word given, not a contact of its own.
SELECT a.account_id, a.row_id, a.key_since, a.decided_by, a.decided_why, a.review_on, spoken.last_contact
FROM accounts AS a
LEFT JOIN (
    SELECT account_id, MAX(day) AS last_contact
    FROM (
        SELECT account_id, date AS day FROM interactions WHERE kind IS NULL OR kind <> 'promise'
        UNION ALL
        SELECT account_id, last_touch AS day FROM contacts
    ) AS touches
    WHERE day <= CAST($as_of AS DATE)
    GROUP BY account_id
) AS spoken ON spoken.account_id = a.account_id
ORDER BY a.row_id
