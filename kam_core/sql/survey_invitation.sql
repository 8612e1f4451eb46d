-- Whom is the invitation with this token for, to which survey, and what became of it? Grain: invitation.
SELECT
    i.row_id, i.survey_id, coalesce(c.account_id, i.account_id) AS account_id, i.contact_id, i.answered_on, i.expires_on,
    c.contact_id IS NOT NULL AS known, c.contact_name, coalesce(a.account_name, c.account_id, i.account_id) AS account_name,
    s.survey_id IS NOT NULL AS asked, s.title, s.note AS intro, s.questionnaire, s.lang, s.closes_on
FROM invitations AS i
LEFT JOIN surveys AS s ON s.survey_id = i.survey_id
LEFT JOIN contacts AS c ON c.contact_id = i.contact_id
LEFT JOIN accounts AS a ON a.account_id = coalesce(c.account_id, i.account_id)
WHERE i.token = $token
