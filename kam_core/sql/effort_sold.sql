-- What did each account buy in each month of the calendar after one day and up to another? Grain: account, month (year x 12 + 0 to 11).
-- Where lines carry no order id, a day with a purchase counts as one order, as in cost to serve.
SELECT
    account_id,
    EXTRACT(YEAR FROM date) * 12 + EXTRACT(MONTH FROM date) - 1 AS month,
    SUM(revenue) AS revenue,
    SUM(CASE WHEN cost IS NOT NULL THEN revenue END) AS revenue_with_cost,
    SUM(cost) AS cost,
    SUM(quantity) AS quantity,
    CASE WHEN COUNT(order_id) > 0
        THEN COUNT(DISTINCT CASE WHEN revenue > 0 THEN order_id END)
        ELSE COUNT(DISTINCT CASE WHEN revenue > 0 THEN date END) END AS orders
FROM transactions
WHERE date <= CAST($as_of AS DATE) AND date > CAST($since AS DATE)
GROUP BY 1, 2
