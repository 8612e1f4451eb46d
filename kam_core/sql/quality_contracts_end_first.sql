-- Which contracts end before they start? Grain: row of contracts.
SELECT row_id, account_id
FROM contracts
WHERE end_on < start_on
