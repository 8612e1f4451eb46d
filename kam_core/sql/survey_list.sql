-- Which surveys are there, and how many were invited, answered, and are too late on a day? Grain: survey, the latest first.
WITH counts AS (
    SELECT
        survey_id, count(*) AS invited, count(answered_on) AS answered,
        count(*) FILTER (WHERE answered_on IS NULL AND expires_on < CAST($day AS DATE)) AS expired
    FROM invitations
    GROUP BY survey_id
),
sheets AS (
    SELECT r.survey_id, count(DISTINCT concat(coalesce(c.account_id, r.subject_id), ' / ', coalesce(r.rater, r.subject_id))) AS answered
    FROM ratings AS r
    LEFT JOIN contacts AS c ON r.subject_type = 'contact' AND c.contact_id = r.subject_id
    WHERE r.survey_id IS NOT NULL AND r.rater_side = 'customer'
    GROUP BY r.survey_id
),
known AS (
    SELECT
        s.row_id, s.survey_id, s.title, s.questionnaire, s.lang, s.sent_on, s.closes_on, s.note AS intro,
        coalesce(s.closes_on < CAST($day AS DATE), FALSE) AS closed,
        coalesce(c.invited, s.invited, r.answered, 0) AS invited,
        coalesce(c.invited, s.invited) IS NOT NULL AS counted,
        least(coalesce(c.answered, r.answered, 0), coalesce(c.invited, s.invited, r.answered, 0)) AS answered, coalesce(c.expired, 0) AS expired
    FROM surveys AS s
    LEFT JOIN counts AS c ON c.survey_id = s.survey_id
    LEFT JOIN sheets AS r ON r.survey_id = s.survey_id
)
SELECT
    row_id, survey_id, title, questionnaire, lang, sent_on, closes_on, intro, invited, counted, answered,
    CASE WHEN closed THEN invited - answered ELSE expired END AS expired,
    CASE WHEN closed THEN 0 ELSE greatest(invited - answered - expired, 0) END AS waiting, NOT closed AS open
FROM known
ORDER BY sent_on DESC NULLS LAST, survey_id DESC
