-- What did each account bring and cost, in the window and in the last 12 months? Grain: account.
-- The window ends on $as_of: since $since, or $months months counted back by day, or everything (both NULL). Missing is not zero: an
-- account that bought before, but not within a span, has 0 there; lines without a cost have no profit unless $margin is assumed for them.
WITH ids AS (
    SELECT account_id FROM accounts
    UNION
    SELECT account_id FROM transactions WHERE date <= CAST($as_of AS DATE)
    UNION
    SELECT account_id FROM costs WHERE date <= CAST($as_of AS DATE)
),
lines AS (
    SELECT
        account_id, date, revenue, cost,
        (EXTRACT(YEAR FROM CAST($as_of AS DATE)) - EXTRACT(YEAR FROM date)) * 12
            + EXTRACT(MONTH FROM CAST($as_of AS DATE)) - EXTRACT(MONTH FROM date)
            - CASE WHEN EXTRACT(DAY FROM date) > EXTRACT(DAY FROM CAST($as_of AS DATE))
                AND EXTRACT(DAY FROM CAST($as_of AS DATE) + INTERVAL '1' DAY) > 1 THEN 1 ELSE 0 END AS months_ago
    FROM transactions
    WHERE date <= CAST($as_of AS DATE)
),
served AS (
    SELECT
        costs.account_id, costs.date, costs.amount,
        (EXTRACT(YEAR FROM CAST($as_of AS DATE)) - EXTRACT(YEAR FROM costs.date)) * 12
            + EXTRACT(MONTH FROM CAST($as_of AS DATE)) - EXTRACT(MONTH FROM costs.date)
            - CASE WHEN EXTRACT(DAY FROM costs.date) > EXTRACT(DAY FROM CAST($as_of AS DATE))
                AND EXTRACT(DAY FROM CAST($as_of AS DATE) + INTERVAL '1' DAY) > 1 THEN 1 ELSE 0 END AS months_ago
    FROM costs
    JOIN batches ON batches.batch = costs.batch
    WHERE costs.date <= CAST($as_of AS DATE)
        AND ($freight OR lower(costs.activity) <> 'freight')
        AND ($illustrative OR NOT batches.illustrative)
),
spans AS (
    SELECT 'window' AS span, CAST($months AS INTEGER) AS months, CAST($since AS DATE) AS since
    UNION ALL
    SELECT '12m', 12, CAST(NULL AS DATE)
),
bought AS (
    SELECT
        spans.span, lines.account_id,
        count(*) FILTER (WHERE inside) AS n,
        count(*) AS ever,
        sum(revenue) FILTER (WHERE inside) AS revenue,
        sum(revenue) FILTER (WHERE inside AND cost IS NOT NULL) AS covered,
        sum(cost) FILTER (WHERE inside) AS cost,
        count(cost) AS costs_ever
    FROM lines
    CROSS JOIN spans
    CROSS JOIN LATERAL (
        SELECT (months IS NULL OR months_ago < months) AND (since IS NULL OR date > since) AS inside
    )
    GROUP BY ALL
),
service AS (
    SELECT span, account_id, sum(amount) AS amount
    FROM served
    CROSS JOIN spans
    WHERE (months IS NULL OR months_ago < months) AND (since IS NULL OR date > since)
    GROUP BY ALL
),
sums AS (
    SELECT
        spans.span, ids.account_id,
        CASE WHEN coalesce(n, 0) = 0 AND ever > 0 THEN 0 ELSE revenue END AS revenue,
        CASE WHEN coalesce(n, 0) = 0 AND costs_ever > 0 THEN 0 ELSE covered - cost END AS gross,
        CASE WHEN coalesce(n, 0) = 0 AND costs_ever > 0 THEN 0 ELSE covered END AS covered,
        coalesce(n, 0) = 0 AS quiet,
        amount
    FROM ids
    CROSS JOIN spans
    LEFT JOIN bought ON bought.account_id = ids.account_id AND bought.span = spans.span
    LEFT JOIN service ON service.account_id = ids.account_id AND service.span = spans.span
),
judged AS (
    SELECT
        span, account_id, revenue, quiet, amount,
        CASE WHEN CAST($margin AS DOUBLE) IS NULL THEN gross
            ELSE coalesce(gross, 0) + CAST($margin AS DOUBLE) * (revenue - coalesce(covered, 0)) END AS gross
    FROM sums
),
earned AS (
    SELECT
        span, account_id, revenue,
        CASE WHEN quiet AND gross IS NULL AND amount IS NOT NULL THEN -amount ELSE gross - coalesce(amount, 0) END AS profit
    FROM judged
),
orders AS (
    SELECT account_id, max(date) FILTER (WHERE revenue > 0) AS last_day FROM lines GROUP BY account_id
)
SELECT
    ids.account_id, accounts.owner, accounts.region, accounts.industry, accounts.tier,
    whole.revenue AS revenue, whole.profit AS profit, year.revenue AS revenue_12m, year.profit AS profit_12m,
    date_diff('day', orders.last_day, CAST($as_of AS DATE)) AS days_since_last
FROM ids
JOIN earned AS whole ON whole.account_id = ids.account_id AND whole.span = 'window'
JOIN earned AS year ON year.account_id = ids.account_id AND year.span = '12m'
LEFT JOIN accounts ON accounts.account_id = ids.account_id
LEFT JOIN orders ON orders.account_id = ids.account_id
WHERE ids.account_id <> $no_account
ORDER BY ids.account_id
