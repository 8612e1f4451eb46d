-- How many orders did each account place in a window, how large were they, and over how long? Grain: account.
-- An order is an order number, or a day where none is known; only positive lines (a return is no order), no totals of a period. The
-- window ends on $as_of: since $since, or $months months counted back by day, or everything (both NULL).
WITH orders AS (
    SELECT account_id, order_id, CASE WHEN order_id IS NULL THEN date END AS unnumbered, MIN(date) AS day, SUM(revenue) AS value
    FROM transactions
    WHERE date <= CAST($as_of AS DATE) AND revenue > 0 AND (grain IS NULL OR grain <> 'period')
        AND (CAST($since AS DATE) IS NULL OR date > CAST($since AS DATE))
        AND (CAST($months AS INTEGER) IS NULL OR
            (EXTRACT(YEAR FROM CAST($as_of AS DATE)) - EXTRACT(YEAR FROM date)) * 12
                + EXTRACT(MONTH FROM CAST($as_of AS DATE)) - EXTRACT(MONTH FROM date)
                - CASE WHEN EXTRACT(DAY FROM date) > EXTRACT(DAY FROM CAST($as_of AS DATE))
                    AND EXTRACT(DAY FROM CAST($as_of AS DATE) + INTERVAL '1' DAY) > 1 THEN 1 ELSE 0 END < CAST($months AS INTEGER))
    GROUP BY account_id, order_id, CASE WHEN order_id IS NULL THEN date END
)
SELECT
    account_id, COUNT(*) AS orders, SUM(value) AS ordered, MEDIAN(value) AS median_value,
    MIN(day) AS first_day, MAX(day) AS last_day, DATE_DIFF('day', MIN(day), MAX(day)) AS active_days
FROM orders
GROUP BY account_id
