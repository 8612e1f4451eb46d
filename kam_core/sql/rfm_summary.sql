-- How often did each account come back, until when, and for how much? Grain: account with a purchase.
-- A purchase is a day with a positive line (with a line of zero too, if $free): returns and totals of a period are none. The first
-- purchase enters neither the frequency nor the spend. Days, not weeks: the unit of time is chosen afterwards.
WITH days AS (
    SELECT account_id, date, SUM(revenue) AS revenue
    FROM transactions
    WHERE date <= CAST($as_of AS DATE)
        AND (CAST($since AS DATE) IS NULL OR date > CAST($since AS DATE))
        AND (revenue > 0 OR ($free AND revenue = 0))
        AND (grain IS NULL OR grain <> 'period')
        AND account_id <> $no_account
    GROUP BY account_id, date
),
spans AS (
    SELECT account_id, MIN(date) AS first_day, MAX(date) AS last_day, COUNT(*) AS days, SUM(revenue) AS revenue
    FROM days
    GROUP BY account_id
)
SELECT
    spans.account_id AS account_id,
    spans.days - 1 AS frequency,
    DATE_DIFF('day', spans.first_day, spans.last_day) AS recency,
    DATE_DIFF('day', spans.first_day, CAST($as_of AS DATE)) AS T,
    CASE WHEN spans.days > 1 THEN (spans.revenue - days.revenue) / (spans.days - 1) ELSE 0 END AS monetary_value,
    spans.revenue AS spent
FROM spans
JOIN days ON days.account_id = spans.account_id AND days.date = spans.first_day
ORDER BY spans.account_id
