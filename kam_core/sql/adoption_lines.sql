-- How many product lines did each account buy in the 12 months up to a date, of those whose number of suitable lines is known? Grain: account.
-- What came back is taken off; lines without a category tell nothing.
SELECT sums.account_id AS account_id, COUNT(CASE WHEN sums.revenue > 0 THEN 1 END) AS bought
FROM (
    SELECT t.account_id AS account_id, t.category AS category,
        SUM(CASE WHEN t.date > CAST($since AS DATE) THEN t.revenue ELSE 0 END) AS revenue
    FROM transactions AS t
    WHERE t.date <= CAST($as_of AS DATE) AND t.category <> ''
        AND t.account_id IN (SELECT account_id FROM account_facts WHERE fact = 'suitable_lines')
    GROUP BY 1, 2
) AS sums
GROUP BY sums.account_id
