-- When was each account last rated, described, touched and sold to, up to a date? Grain: account.
WITH days AS (
    SELECT coalesce(c.account_id, r.subject_id) AS account_id, 'rated' AS kind, max(r.valid_on) AS day
    FROM ratings r LEFT JOIN contacts c ON r.subject_type = 'contact' AND c.contact_id = r.subject_id
    WHERE r.valid_on <= CAST($as_of AS DATE)
    GROUP BY ALL
    UNION ALL
    SELECT account_id, 'described', max(valid_on) FROM account_facts WHERE valid_on <= CAST($as_of AS DATE) GROUP BY account_id
    UNION ALL
    SELECT account_id, 'touched', max(last_touch) FROM contacts WHERE last_touch <= CAST($as_of AS DATE) GROUP BY account_id
    UNION ALL
    SELECT account_id, 'touched', max(date) FROM interactions WHERE date <= CAST($as_of AS DATE) GROUP BY account_id
    UNION ALL
    SELECT account_id, 'sold', max(date) FROM transactions WHERE date <= CAST($as_of AS DATE) GROUP BY account_id
)
SELECT account_id, max(day) FILTER (kind = 'rated') AS rated, max(day) FILTER (kind = 'described') AS described,
    max(day) FILTER (kind = 'touched') AS touched, max(day) FILTER (kind = 'sold') AS sold
FROM days
WHERE account_id IS NOT NULL
GROUP BY account_id
