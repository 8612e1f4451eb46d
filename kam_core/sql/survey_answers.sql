-- What did customers say in surveys up to a date? Grain: survey, person and item; of several answers the latest.
-- An answer off its scale is none, as in every index, so what the person said before stands.
-- Somebody who answered for the account as a whole is the contact of that name there, if there is one.
WITH named AS (
    SELECT account_id, contact_name, min(contact_id) AS contact_id
    FROM contacts
    GROUP BY account_id, contact_name
),
told AS (
    SELECT
        coalesce(r.survey_id, '') AS survey_id, coalesce(r.subject_type, 'account') AS subject_type, r.subject_id,
        CASE WHEN r.subject_type = 'contact' THEN r.subject_id ELSE n.contact_id END AS contact_id, r.rater, r.item, r.value, r.valid_on,
        r.version
    FROM ratings AS r
    LEFT JOIN named AS n ON coalesce(r.subject_type, 'account') = 'account' AND n.account_id = r.subject_id AND n.contact_name = r.rater
    WHERE r.rater_side = 'customer' AND (r.source = 'survey' OR r.survey_id IS NOT NULL)
        AND r.value BETWEEN list_extract($lows, list_position($items, r.item)) AND list_extract($highs, list_position($items, r.item))
        AND list_contains($items, r.item) AND r.valid_on <= CAST($day AS DATE)
        AND coalesce(r.subject_type, 'account') IN ('account', 'contact')
),
known AS (
    SELECT
        t.survey_id, coalesce(t.contact_id, concat(t.subject_id, ' / ', t.rater)) AS person,
        coalesce(c.account_id, CASE WHEN t.subject_type = 'account' THEN t.subject_id END) AS account_id,
        c.contact_name, c.role, c.influence, t.item, t.value, t.valid_on, t.version
    FROM told AS t
    LEFT JOIN contacts AS c ON c.contact_id = t.contact_id
)
SELECT survey_id, person, account_id, contact_name, role, influence, item, value, valid_on
FROM known
QUALIFY ROW_NUMBER() OVER (PARTITION BY survey_id, person, item ORDER BY valid_on DESC, version DESC) = 1
ORDER BY valid_on, version
