-- Where do the shares of wallet of an account's rivals, and ours, add up to more than all of it? Grain: row of competitors.
WITH known AS (
    SELECT row_id, account_id, wallet_share
    FROM competitors
    WHERE wallet_share IS NOT NULL AND (valid_on IS NULL OR valid_on <= CAST($as_of AS DATE))
    QUALIFY row_number() OVER (PARTITION BY account_id, lower(competitor) ORDER BY coalesce(valid_on, CAST($as_of AS DATE)) DESC, version DESC) = 1
),
ours AS (
    SELECT account_id, value
    FROM account_facts
    WHERE fact = 'wallet_share' AND (valid_on IS NULL OR valid_on <= CAST($as_of AS DATE))
    QUALIFY row_number() OVER (PARTITION BY account_id ORDER BY coalesce(valid_on, CAST($as_of AS DATE)) DESC, version DESC) = 1
),
totals AS (SELECT account_id, sum(wallet_share) AS theirs FROM known GROUP BY account_id)
SELECT k.row_id, k.account_id
FROM known k JOIN totals t USING (account_id) LEFT JOIN ours o USING (account_id)
WHERE t.theirs + coalesce(o.value, 0) > 1.000001
