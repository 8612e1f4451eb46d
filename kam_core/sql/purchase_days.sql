-- How many accounts bought on each day up to a date? Grain: day with a purchase.
-- Purchases as in rfm_summary: returns, lines of zero and totals of a period are none.
SELECT date AS day, COUNT(DISTINCT account_id) AS purchases
FROM transactions
WHERE date <= CAST($as_of AS DATE)
    AND revenue > 0
    AND (grain IS NULL OR grain <> 'period')
    AND account_id <> $no_account
GROUP BY date
ORDER BY date
