-- How many different products did each account buy in the 24 months up to a date? Grain: account.
-- Asked where no line names a category.
SELECT account_id, COUNT(DISTINCT product) AS products
FROM transactions
WHERE product <> '' AND revenue > 0 AND date <= CAST($as_of AS DATE) AND date > CAST($as_of AS DATE) - INTERVAL '24' MONTH
GROUP BY account_id
