-- Which contract of each account runs longest, and when does the next one end? Grain: account.
SELECT
    account_id,
    MAX(CASE WHEN (start_on IS NULL OR start_on <= CAST($as_of AS DATE)) AND end_on > CAST($as_of AS DATE) THEN 1 ELSE 0 END) AS contract_live,
    MAX(CASE WHEN start_on IS NULL OR start_on <= CAST($as_of AS DATE) THEN end_on END) AS contract_end,
    MIN(CASE WHEN COALESCE(renewal_on, end_on) >= CAST($as_of AS DATE) THEN COALESCE(renewal_on, end_on) END) AS next_renewal,
    MAX_BY(renewal_probability, end_on) AS renewal_probability
FROM contracts
WHERE start_on IS NULL OR start_on <= CAST($as_of AS DATE)
GROUP BY account_id
