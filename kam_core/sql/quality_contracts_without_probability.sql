-- Which contracts that run on a date have no renewal probability? Grain: row of contracts.
SELECT row_id, account_id
FROM contracts
WHERE renewal_probability IS NULL AND (end_on IS NULL OR end_on >= CAST($as_of AS DATE))
