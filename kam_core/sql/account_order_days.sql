-- On which days did one account order up to a date, and for how much? Grain: day with an order.
-- As in account_rhythm: only positive lines, since a return is no order, and no totals of a period.
SELECT date AS day, SUM(revenue) AS revenue, COUNT(*) AS lines
FROM transactions
WHERE account_id = $account_id AND date <= CAST($as_of AS DATE) AND revenue > 0 AND (grain IS NULL OR grain <> 'period')
GROUP BY date
ORDER BY date
