-- Which contract of each account runs longest, and when does the next one end? Grain: account.
-- Contracts begun by $as_of. The renewal probability is that of the longest one (missing stays missing; of two, the lower).
WITH begun AS (
    SELECT account_id, end_on, renewal_on, renewal_probability, MAX(end_on) OVER (PARTITION BY account_id) AS longest
    FROM contracts
    WHERE start_on IS NULL OR start_on <= CAST($as_of AS DATE)
)
SELECT
    account_id,
    MAX(CASE WHEN end_on > CAST($as_of AS DATE) THEN 1 ELSE 0 END) AS contract_live,
    MAX(end_on) AS contract_end,
    MIN(CASE WHEN COALESCE(renewal_on, end_on) >= CAST($as_of AS DATE) THEN COALESCE(renewal_on, end_on) END) AS next_renewal,
    MIN(CASE WHEN end_on = longest THEN renewal_probability END) AS renewal_probability
FROM begun
GROUP BY account_id
