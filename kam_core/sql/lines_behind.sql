-- Which order lines stand behind the money of some accounts, in a span? Grain: order line, the latest first.
-- All accounts where $accounts is NULL; lines of no account are in nobody's figures. every = how many there are, whatever $most shows.
SELECT date, account_id, order_id, product, category, quantity, revenue, cost, discount, row_id, count(*) OVER () AS every
FROM transactions
WHERE date <= CAST($as_of AS DATE) AND (CAST($since AS DATE) IS NULL OR date > CAST($since AS DATE))
    AND account_id <> $no_account
    AND ($accounts IS NULL OR list_contains(CAST($accounts AS VARCHAR[]), account_id))
ORDER BY date DESC, row_id DESC
LIMIT $most
