-- What did one account buy in each of the last eight quarters counted back from a date, by category (or product)? Grain: quarter, name.
-- Months as in account_months, three to a quarter (0 = the last); what has no name stands under an empty one.
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
SELECT CAST(FLOOR(months_ago / 3) AS INTEGER) AS quarters_ago, name, SUM(revenue) AS revenue
FROM lines
WHERE months_ago < 24
GROUP BY quarters_ago, name
ORDER BY quarters_ago, name
