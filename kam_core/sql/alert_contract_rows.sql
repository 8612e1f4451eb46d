-- Which contracts of one account had begun by a date? Grain: contract, the latest end first.
SELECT contract_id, value, start_on, end_on, COALESCE(renewal_on, end_on) AS renewal_on, renewal_probability
FROM contracts
WHERE account_id = $account_id AND (start_on IS NULL OR start_on <= CAST($as_of AS DATE))
ORDER BY end_on DESC, contract_id
