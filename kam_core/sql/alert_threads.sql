-- On whom do our ties with each account hang, on a date? Grain: account.
-- Ties as in account_ties: the levels of our links (1-4); without any, the days we met a contact in the twelve months up to the date.
-- Of two contacts with equal ties the first by id.
WITH links_of AS (
    SELECT account_id, contact_id, SUM(level) AS ties
    FROM (
        SELECT c.account_id AS account_id, l.from_id AS who, l.to_id AS contact_id, MAX(l.level) AS level
        FROM links AS l
        JOIN contacts AS c ON c.contact_id = l.to_id
        WHERE l.kind = 'our_link' AND l.level IS NOT NULL
        GROUP BY c.account_id, l.from_id, l.to_id
    ) AS held
    GROUP BY account_id, contact_id
),
met AS (
    SELECT account_id, contact_id, SUM(days) AS ties
    FROM (
        SELECT account_id, who, contact_id, COUNT(DISTINCT date) AS days
        FROM interactions
        WHERE who <> '' AND contact_id <> '' AND kind IS DISTINCT FROM 'promise'
            AND date <= CAST($as_of AS DATE) AND date > CAST($as_of AS DATE) - INTERVAL '1' YEAR
        GROUP BY account_id, who, contact_id
    ) AS touches
    WHERE account_id NOT IN (SELECT account_id FROM links_of WHERE account_id IS NOT NULL)
    GROUP BY account_id, contact_id
),
tied AS (
    SELECT account_id, contact_id, ties FROM links_of WHERE ties > 0
    UNION ALL
    SELECT account_id, contact_id, ties FROM met
)
SELECT
    account_id, contact_id AS top_contact, CAST(ties AS DOUBLE) AS top_ties,
    CAST(SUM(ties) OVER (PARTITION BY account_id) AS DOUBLE) AS ties,
    COUNT(*) OVER (PARTITION BY account_id) AS people
FROM tied
WHERE account_id IS NOT NULL
QUALIFY ROW_NUMBER() OVER (PARTITION BY account_id ORDER BY ties DESC, contact_id) = 1
