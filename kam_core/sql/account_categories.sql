-- What did each account buy in the 24 months up to a date, by category? Grain: account, category.
-- What came back is taken off; lines without a category stand under none.
SELECT account_id, category, SUM(revenue) AS revenue
FROM transactions
WHERE category <> '' AND date <= CAST($as_of AS DATE) AND date > CAST($as_of AS DATE) - INTERVAL '24' MONTH
GROUP BY account_id, category
HAVING SUM(revenue) > 0
