-- What is each account's own rhythm: how many days lie between two days with an order, in the middle? Grain: account.
-- The median does not merge, so it is asked of the raw lines; days with a positive line only (a return is not an order).
WITH days AS (
    SELECT DISTINCT account_id, date
    FROM transactions
    WHERE date <= CAST($as_of AS DATE) AND revenue > 0 AND (grain IS NULL OR grain <> 'period')
),
gaps AS (
    SELECT account_id, date, DATE_DIFF('day', LAG(date) OVER (PARTITION BY account_id ORDER BY date), date) AS gap
    FROM days
)
SELECT account_id, COUNT(*) AS order_days, MEDIAN(gap) AS median_gap_days
FROM gaps
GROUP BY account_id
