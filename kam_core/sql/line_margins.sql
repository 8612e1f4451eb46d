-- What did each product (or category) bring some accounts' lines in a span, and at what cost? Grain: product or category.
-- All accounts where $accounts is NULL; lines of no account are in nobody's figures. Covered: the revenue of lines with a known cost.
SELECT
    COALESCE(CASE WHEN $by_product THEN product ELSE category END, '') AS name,
    SUM(revenue) AS revenue,
    SUM(CASE WHEN cost IS NOT NULL THEN revenue END) AS covered,
    SUM(cost) AS cost,
    SUM(discount) AS discount,
    COUNT(DISTINCT account_id) AS accounts
FROM transactions
WHERE date <= CAST($as_of AS DATE) AND (CAST($since AS DATE) IS NULL OR date > CAST($since AS DATE))
    AND account_id <> $no_account
    AND ($accounts IS NULL OR account_id IN (SELECT UNNEST(CAST($accounts AS VARCHAR[]))))
GROUP BY 1
ORDER BY name
