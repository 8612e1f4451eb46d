-- How much discount above the list policy did each account get in each month, counted back by day from an anchor? Grain: account, months ago.
-- Months as in effort_met. The policy is a share of the price before the discount, judged line by line.
SELECT
    account_id,
    (EXTRACT(YEAR FROM CAST($anchor AS DATE)) - EXTRACT(YEAR FROM date)) * 12
        + EXTRACT(MONTH FROM CAST($anchor AS DATE)) - EXTRACT(MONTH FROM date)
        - CASE WHEN EXTRACT(DAY FROM date) > EXTRACT(DAY FROM CAST($anchor AS DATE))
            AND EXTRACT(DAY FROM CAST($anchor AS DATE) + INTERVAL '1' DAY) > 1 THEN 1 ELSE 0 END AS months_ago,
    SUM(CASE WHEN discount > $policy * (revenue + discount) THEN discount - $policy * (revenue + discount) ELSE 0 END) AS amount
FROM transactions
WHERE date <= CAST($as_of AS DATE) AND (CAST($since AS DATE) IS NULL OR date > CAST($since AS DATE))
    AND discount > 0 AND revenue > 0
GROUP BY 1, 2
