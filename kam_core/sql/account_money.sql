-- What did each account bring and cost, in the window and in the last 12 months? Grain: account.
-- The window ends on $as_of: since $since, or $months months counted back by day, or everything (both NULL). Missing is not zero: an
-- account that bought before, but not within a span, has 0 there; lines without a cost have no profit unless $margin is assumed for them.
-- What is counted adds to the cost to serve at the rates $per_order, $per_line, $per_return, $per_hour; what is owed costs $credit a year.
WITH ids AS (
    SELECT account_id FROM accounts
    UNION
    SELECT account_id FROM transactions WHERE date <= CAST($as_of AS DATE)
    UNION
    SELECT account_id FROM costs WHERE date <= CAST($as_of AS DATE)
),
lines AS (
    SELECT
        account_id, date, order_id, revenue, cost, grain IS NULL OR grain <> 'period' AS single,
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
touched AS (
    SELECT
        account_id, date, hours,
        (EXTRACT(YEAR FROM CAST($as_of AS DATE)) - EXTRACT(YEAR FROM date)) * 12
            + EXTRACT(MONTH FROM CAST($as_of AS DATE)) - EXTRACT(MONTH FROM date)
            - CASE WHEN EXTRACT(DAY FROM date) > EXTRACT(DAY FROM CAST($as_of AS DATE))
                AND EXTRACT(DAY FROM CAST($as_of AS DATE) + INTERVAL '1' DAY) > 1 THEN 1 ELSE 0 END AS months_ago
    FROM interactions
    WHERE date <= CAST($as_of AS DATE) AND hours > 0 AND (kind IS NULL OR kind <> 'promise')
),
counted AS (
    SELECT
        span, account_id, months_ago,
        CASE WHEN count(order_id) > 0 THEN count(DISTINCT order_id) FILTER (WHERE revenue > 0 AND single)
            ELSE count(DISTINCT date) FILTER (WHERE revenue > 0 AND single) END AS orders,
        count(*) FILTER (WHERE revenue >= 0 AND single) AS order_lines,
        count(*) FILTER (WHERE revenue < 0 AND single) AS return_lines
    FROM lines
    CROSS JOIN spans
    WHERE (months IS NULL OR months_ago < months) AND (since IS NULL OR date > since)
    GROUP BY span, account_id, months_ago
),
rated AS (
    SELECT span, account_id, orders * CAST($per_order AS DOUBLE) AS amount FROM counted WHERE orders > 0
    UNION ALL
    SELECT span, account_id, order_lines * CAST($per_line AS DOUBLE) FROM counted WHERE order_lines > 0
    UNION ALL
    SELECT span, account_id, return_lines * CAST($per_return AS DOUBLE) FROM counted WHERE return_lines > 0
    UNION ALL
    SELECT span, account_id, hours * CAST($per_hour AS DOUBLE)
    FROM touched
    CROSS JOIN spans
    WHERE (months IS NULL OR months_ago < months) AND (since IS NULL OR date > since)
    UNION ALL
    SELECT span, account_id, amount
    FROM served
    CROSS JOIN spans
    WHERE (months IS NULL OR months_ago < months) AND (since IS NULL OR date > since)
),
owed AS (
    SELECT
        account_id,
        arg_max(value, (coalesce(valid_on, CAST($as_of AS DATE)), version)) FILTER (WHERE fact = 'receivables') AS receivables,
        arg_max(value, (coalesce(valid_on, CAST($as_of AS DATE)), version)) FILTER (WHERE fact = 'payment_days') AS payment_days
    FROM account_facts
    WHERE valid_on IS NULL OR valid_on <= CAST($as_of AS DATE)
    GROUP BY account_id
),
begun AS (
    SELECT
        spans.span, first.account_id,
        greatest(first.day - INTERVAL '1' DAY, coalesce(since, CASE WHEN months IS NULL THEN first.day - INTERVAL '1' DAY
            WHEN EXTRACT(DAY FROM CAST($as_of AS DATE) + INTERVAL '1' DAY) = 1
                THEN last_day(CAST($as_of AS DATE) - to_months(months)) ELSE CAST($as_of AS DATE) - to_months(months) END)) AS day
    FROM spans
    CROSS JOIN (SELECT account_id, min(date) AS day FROM lines GROUP BY account_id) AS first
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
    FROM rated
    GROUP BY ALL
),
sums AS (
    SELECT
        spans.span, ids.account_id,
        CASE WHEN coalesce(n, 0) = 0 AND ever > 0 THEN 0 ELSE revenue END AS revenue,
        CASE WHEN coalesce(n, 0) = 0 AND costs_ever > 0 THEN 0 ELSE covered - cost END AS gross,
        CASE WHEN coalesce(n, 0) = 0 AND costs_ever > 0 THEN 0 ELSE covered END AS covered,
        coalesce(n, 0) = 0 AS quiet,
        CASE WHEN receivables IS NOT NULL THEN receivables * date_diff('day', CAST(begun.day AS DATE), CAST($as_of AS DATE))
            ELSE revenue * payment_days END / 365 * CAST($credit AS DOUBLE) AS credit,
        amount
    FROM ids
    CROSS JOIN spans
    LEFT JOIN bought ON bought.account_id = ids.account_id AND bought.span = spans.span
    LEFT JOIN service ON service.account_id = ids.account_id AND service.span = spans.span
    LEFT JOIN owed ON owed.account_id = ids.account_id
    LEFT JOIN begun ON begun.account_id = ids.account_id AND begun.span = spans.span
),
judged AS (
    SELECT
        span, account_id, revenue, quiet,
        CASE WHEN amount IS NOT NULL OR credit IS NOT NULL THEN coalesce(amount, 0) + coalesce(credit, 0) END AS amount,
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
