-- Who decides in each account, and how far are we with them, on a date? Grain: account with contacts.
-- Net support, coverage, roles and vetoes as kam_core.people says of one account; touched as in account_people.
WITH met AS (
    SELECT account_id, contact_id, MAX(date) AS met
    FROM interactions
    WHERE contact_id <> '' AND date <= CAST($as_of AS DATE)
    GROUP BY account_id, contact_id
),
known AS (
    SELECT
        c.account_id, c.contact_id, c.contact_name, c.role, c.influence, c.support,
        GREATEST(CASE WHEN c.last_touch <= CAST($as_of AS DATE) THEN c.last_touch END, m.met) AS touched
    FROM contacts AS c
    LEFT JOIN met AS m ON m.account_id = c.account_id AND m.contact_id = c.contact_id
    WHERE c.account_id IS NOT NULL
)
SELECT
    account_id,
    COUNT(*) AS people,
    COUNT(CASE WHEN influence IS NOT NULL AND support IS NOT NULL THEN 1 END) AS judged,
    CAST(SUM(influence * support) / NULLIF(2.0 * SUM(CASE WHEN support IS NOT NULL THEN influence END), 0) AS DOUBLE) AS net_support,
    CAST(
        SUM(CASE WHEN touched >= CAST($as_of AS DATE) - CAST($within AS INTEGER) THEN influence WHEN influence IS NOT NULL THEN 0 END)
        / NULLIF(SUM(influence), 0) AS DOUBLE
    ) AS coverage,
    MAX(CASE WHEN role = 'decider' THEN 1 ELSE 0 END) AS decider,
    MAX(CASE WHEN role = 'buyer' THEN 1 ELSE 0 END) AS buyer,
    MAX(CASE WHEN role = 'influencer' THEN 1 ELSE 0 END) AS influencer,
    MAX(CASE WHEN role = 'user' THEN 1 ELSE 0 END) AS "user",
    MAX(CASE WHEN role = 'gatekeeper' THEN 1 ELSE 0 END) AS gatekeeper
FROM known
GROUP BY account_id
