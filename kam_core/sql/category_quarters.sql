-- What was bought of each category (or product) in each quarter counted back by day? Grain: category or product, quarters ago.
-- Months as in account_months, three to a quarter; what has no name stands under an empty one. Only the accounts asked for, if any are.
WITH lines AS (
    SELECT
        COALESCE(CASE WHEN $by_product THEN product ELSE category END, '') AS name, date, revenue, cost,
        (EXTRACT(YEAR FROM CAST($as_of AS DATE)) - EXTRACT(YEAR FROM date)) * 12
            + EXTRACT(MONTH FROM CAST($as_of AS DATE)) - EXTRACT(MONTH FROM date)
            - CASE WHEN EXTRACT(DAY FROM date) > EXTRACT(DAY FROM CAST($as_of AS DATE))
                AND EXTRACT(DAY FROM CAST($as_of AS DATE) + INTERVAL '1' DAY) > 1 THEN 1 ELSE 0 END AS months_ago
    FROM transactions
    WHERE date <= CAST($as_of AS DATE) AND account_id <> $no_account
        AND ($accounts IS NULL OR account_id IN (SELECT unnest(CAST($accounts AS VARCHAR[]))))
)
SELECT
    name,
    CAST(FLOOR(months_ago / 3) AS INTEGER) AS quarters_ago,
    SUM(revenue) AS revenue,
    SUM(CASE WHEN cost IS NOT NULL THEN revenue END) AS revenue_with_cost,
    SUM(cost) AS cost,
    MIN(date) AS first_day
FROM lines
GROUP BY name, quarters_ago
