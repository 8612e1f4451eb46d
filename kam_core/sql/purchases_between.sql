-- How often did each account buy after one day and up to another, and for how much? Grain: account with a purchase in between.
-- Purchases as in rfm_summary: days with a positive line (with a line of zero too, if $free).
SELECT account_id, COUNT(DISTINCT date) AS purchases, SUM(revenue) AS revenue
FROM transactions
WHERE date > CAST($since AS DATE) AND date <= CAST($as_of AS DATE)
    AND (revenue > 0 OR ($free AND revenue = 0))
    AND (grain IS NULL OR grain <> 'period')
    AND account_id <> $no_account
GROUP BY account_id
