-- Which transaction lines does one account have up to a date? Grain: transaction line, the latest first.
SELECT date, order_id, product, category, quantity, revenue, cost, discount, row_id
FROM transactions
WHERE account_id = $account_id AND date <= CAST($as_of AS DATE)
ORDER BY date DESC, row_id
