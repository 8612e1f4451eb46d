-- Which share of our ties with each account does our top person hold, and their top contact, on a date? Grain: account with ties.
-- Ties as in account_ties: the levels of our links (1-4); without any, the days we met a contact in the twelve months up to the date.
WITH held AS (
    SELECT c.account_id AS account_id, l.from_id AS who, l.to_id AS contact_id, MAX(l.level) AS ties
    FROM links AS l
    JOIN contacts AS c ON c.contact_id = l.to_id
    WHERE l.kind = 'our_link' AND l.level IS NOT NULL
    GROUP BY c.account_id, l.from_id, l.to_id
),
met AS (
    SELECT account_id, who, contact_id, COUNT(DISTINCT date) AS ties
    FROM interactions
    WHERE who <> '' AND contact_id <> '' AND kind IS DISTINCT FROM 'promise'
        AND date <= CAST($as_of AS DATE) AND date > CAST($as_of AS DATE) - INTERVAL '1' YEAR
        AND account_id NOT IN (SELECT account_id FROM held WHERE account_id IS NOT NULL)
    GROUP BY account_id, who, contact_id
),
tied AS (
    SELECT account_id, who, contact_id, CAST(ties AS DOUBLE) AS ties FROM held
    UNION ALL
    SELECT account_id, who, contact_id, CAST(ties AS DOUBLE) FROM met
),
ours AS (
    SELECT account_id, who, SUM(ties) AS ties FROM tied GROUP BY account_id, who
),
theirs AS (
    SELECT account_id, contact_id, SUM(ties) AS ties FROM tied GROUP BY account_id, contact_id
)
SELECT o.account_id, o.share AS our_share, t.share AS their_share
FROM (SELECT account_id, MAX(ties) / SUM(ties) AS share FROM ours GROUP BY account_id HAVING SUM(ties) > 0) AS o
JOIN (SELECT account_id, MAX(ties) / SUM(ties) AS share FROM theirs GROUP BY account_id HAVING SUM(ties) > 0) AS t
    ON t.account_id = o.account_id
