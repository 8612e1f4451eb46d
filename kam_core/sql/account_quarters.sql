-- What did each account buy in each quarter of the calendar up to a date? Grain: account, quarter (year x 4 + 0 to 3).
-- A quarter with a positive line is one with a purchase; returns alone are none. Quarters add up to halves and years.
SELECT
    account_id,
    CAST(EXTRACT(YEAR FROM date) * 4 + FLOOR((EXTRACT(MONTH FROM date) - 1) / 3) AS INTEGER) AS quarter,
    SUM(revenue) AS revenue,
    MAX(CASE WHEN revenue > 0 THEN 1 ELSE 0 END) AS bought,
    MIN(date) AS first_day
FROM transactions
WHERE date <= CAST($as_of AS DATE) AND account_id <> $no_account
GROUP BY account_id, quarter
