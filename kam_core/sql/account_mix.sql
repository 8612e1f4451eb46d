-- What did one account buy in the 12 months up to a date and in the 12 before, by category (or product)? Grain: category or product.
-- Months as in account_months, so that the sums are those of the 12 months everywhere; what has no name stands under an empty one.
WITH lines AS (
    SELECT
        COALESCE(CASE WHEN $by_product THEN product ELSE category END, '') AS name, revenue,
        (EXTRACT(YEAR FROM CAST($as_of AS DATE)) - EXTRACT(YEAR FROM date)) * 12
            + EXTRACT(MONTH FROM CAST($as_of AS DATE)) - EXTRACT(MONTH FROM date)
            - CASE WHEN EXTRACT(DAY FROM date) > EXTRACT(DAY FROM CAST($as_of AS DATE))
                AND EXTRACT(DAY FROM CAST($as_of AS DATE) + INTERVAL '1' DAY) > 1 THEN 1 ELSE 0 END AS months_ago
    FROM transactions
    WHERE account_id = $account_id AND date <= CAST($as_of AS DATE)
)
SELECT
    name,
    COALESCE(SUM(CASE WHEN months_ago < 12 THEN revenue END), 0) AS now,
    COALESCE(SUM(CASE WHEN months_ago >= 12 THEN revenue END), 0) AS before
FROM lines
WHERE months_ago < 24
GROUP BY name
ORDER BY name
