-- Who is invited to a survey (to any, when none is named), and what became of it on a day? Grain: invitation.
SELECT
    i.row_id, i.survey_id, i.token, coalesce(c.account_id, i.account_id) AS account_id,
    coalesce(a.account_name, c.account_id, i.account_id) AS account_name, i.contact_id, c.contact_name, c.role,
    c.influence, i.sent_on, i.answered_on, i.expires_on,
    CASE
        WHEN i.answered_on IS NOT NULL THEN 'answered'
        WHEN i.contact_id IS NOT NULL AND c.contact_id IS NULL THEN 'gone'
        WHEN i.expires_on < CAST($day AS DATE) OR s.closes_on < CAST($day AS DATE) THEN 'expired'
        ELSE 'waiting'
    END AS standing
FROM invitations AS i
LEFT JOIN surveys AS s ON s.survey_id = i.survey_id
LEFT JOIN contacts AS c ON c.contact_id = i.contact_id
LEFT JOIN accounts AS a ON a.account_id = coalesce(c.account_id, i.account_id)
WHERE $survey = '' OR i.survey_id = $survey
ORDER BY account_name, coalesce(c.account_id, i.account_id), contact_name, i.row_id
