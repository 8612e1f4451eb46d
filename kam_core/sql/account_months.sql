-- What did each account buy in each month, counted back by day from a date? Grain: account, months ago (0 = the last month up to $as_of).
-- From the last day of a month, months are calendar months: totals of a period stand on its last day, be it the 28th or the 31st.
-- Portable subset (GROUP BY, SUM/MIN/MAX/COUNT, CASE, LAG, explicit casts). Every figure merges: sums add, first/last by min/max,
-- and the interval state (days, gap_days, gap_squares) of two disjoint spans merges by adding the gap between them.
WITH lines AS (
    SELECT
        account_id, date, revenue, cost, quantity, discount, order_id, grain,
        (EXTRACT(YEAR FROM CAST($as_of AS DATE)) - EXTRACT(YEAR FROM date)) * 12
            + EXTRACT(MONTH FROM CAST($as_of AS DATE)) - EXTRACT(MONTH FROM date)
            - CASE WHEN EXTRACT(DAY FROM date) > EXTRACT(DAY FROM CAST($as_of AS DATE))
                AND EXTRACT(DAY FROM CAST($as_of AS DATE) + INTERVAL '1' DAY) > 1 THEN 1 ELSE 0 END AS months_ago
    FROM transactions
    WHERE date <= CAST($as_of AS DATE) AND (CAST($since AS DATE) IS NULL OR date > CAST($since AS DATE))
),
sums AS (
    SELECT
        account_id, months_ago,
        SUM(revenue) AS revenue,
        SUM(CASE WHEN cost IS NOT NULL THEN revenue END) AS revenue_with_cost,
        SUM(cost) AS cost,
        SUM(discount) AS discount,
        SUM(quantity) AS quantity,
        COUNT(*) AS lines,
        COUNT(CASE WHEN revenue >= 0 AND (grain IS NULL OR grain <> 'period') THEN 1 END) AS order_lines,
        COUNT(CASE WHEN revenue < 0 AND (grain IS NULL OR grain <> 'period') THEN 1 END) AS return_lines,
        CASE WHEN COUNT(order_id) > 0
            THEN COUNT(DISTINCT CASE WHEN revenue > 0 AND (grain IS NULL OR grain <> 'period') THEN order_id END) END AS orders,
        MIN(date) AS first_day,
        MAX(CASE WHEN revenue > 0 THEN date END) AS last_day
    FROM lines
    GROUP BY account_id, months_ago
),
days AS (
    SELECT DISTINCT account_id, months_ago, date
    FROM lines
    WHERE revenue > 0 AND (grain IS NULL OR grain <> 'period')
),
gaps AS (
    SELECT
        account_id, months_ago, date,
        DATE_DIFF('day', LAG(date) OVER (PARTITION BY account_id, months_ago ORDER BY date), date) AS gap
    FROM days
),
rhythm AS (
    SELECT
        account_id, months_ago,
        COUNT(*) AS order_days,
        MIN(date) AS first_order_day,
        MAX(date) AS last_order_day,
        SUM(gap) AS gap_days,
        SUM(gap * gap) AS gap_squares
    FROM gaps
    GROUP BY account_id, months_ago
)
SELECT
    sums.account_id AS account_id, sums.months_ago AS months_ago,
    sums.revenue AS revenue, sums.revenue_with_cost AS revenue_with_cost, sums.cost AS cost, sums.discount AS discount,
    sums.quantity AS quantity, sums.lines AS lines, sums.order_lines AS order_lines, sums.return_lines AS return_lines, sums.orders AS orders, sums.first_day AS first_day, sums.last_day AS last_day,
    rhythm.order_days AS order_days, rhythm.first_order_day AS first_order_day, rhythm.last_order_day AS last_order_day,
    rhythm.gap_days AS gap_days, rhythm.gap_squares AS gap_squares
FROM sums
LEFT JOIN rhythm ON rhythm.account_id = sums.account_id AND rhythm.months_ago = sums.months_ago
