-- What did each account buy in the 12 months up to a date, by category (or product)? Grain: account, category or product.
-- Months as in account_months. What came back is taken off; what has no name, or no account, stands in no basket.
WITH lines AS (
    SELECT
        account_id, CASE WHEN $by_product THEN product ELSE category END AS item, revenue,
        (EXTRACT(YEAR FROM CAST($as_of AS DATE)) - EXTRACT(YEAR FROM date)) * 12
            + EXTRACT(MONTH FROM CAST($as_of AS DATE)) - EXTRACT(MONTH FROM date)
            - CASE WHEN EXTRACT(DAY FROM date) > EXTRACT(DAY FROM CAST($as_of AS DATE))
                AND EXTRACT(DAY FROM CAST($as_of AS DATE) + INTERVAL '1' DAY) > 1 THEN 1 ELSE 0 END AS months_ago
    FROM transactions
    WHERE date <= CAST($as_of AS DATE) AND date > CAST($as_of AS DATE) - INTERVAL '13' MONTH AND account_id <> $no_account
)
SELECT account_id, item, SUM(revenue) AS revenue
FROM lines
WHERE months_ago < 12 AND item <> ''
GROUP BY account_id, item
HAVING SUM(revenue) > 0
ORDER BY account_id, item
