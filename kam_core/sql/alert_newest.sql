-- When was each account last rated (its contacts included), and when was its last fact? Grain: account.
-- What has no day holds on the date asked for.
WITH people AS (
    SELECT contact_id, MIN(account_id) AS account_id FROM contacts WHERE contact_id IS NOT NULL GROUP BY contact_id
),
known AS (
    SELECT r.subject_id AS account_id, COALESCE(r.valid_on, CAST($as_of AS DATE)) AS rated, CAST(NULL AS DATE) AS told
    FROM ratings AS r
    WHERE COALESCE(r.subject_type, 'account') = 'account'
    UNION ALL
    SELECT people.account_id, COALESCE(r.valid_on, CAST($as_of AS DATE)), CAST(NULL AS DATE)
    FROM ratings AS r
    JOIN people ON people.contact_id = r.subject_id
    WHERE r.subject_type = 'contact'
    UNION ALL
    SELECT f.account_id, CAST(NULL AS DATE), COALESCE(f.valid_on, CAST($as_of AS DATE))
    FROM account_facts AS f
)
SELECT
    account_id,
    MAX(CASE WHEN rated <= CAST($as_of AS DATE) THEN rated END) AS rated_on,
    MAX(CASE WHEN told <= CAST($as_of AS DATE) THEN told END) AS told_on
FROM known
WHERE account_id IS NOT NULL
GROUP BY account_id
