-- How many actions fell due in each month after one day and up to another, and how many were done in time? Grain: account, month.
-- Month as year x 12 + 0 to 11. Done later than due, or after the date asked for, is not in time; what was dropped is not due.
SELECT
    account_id,
    EXTRACT(YEAR FROM due_on) * 12 + EXTRACT(MONTH FROM due_on) - 1 AS month,
    COUNT(*) AS due,
    COUNT(CASE WHEN state = 'done' AND (done_on IS NULL OR (done_on <= due_on AND done_on <= CAST($as_of AS DATE))) THEN 1 END) AS done
FROM actions
WHERE due_on <= CAST($as_of AS DATE) AND due_on > CAST($since AS DATE) AND account_id IS NOT NULL AND (state IS NULL OR state <> 'dropped')
GROUP BY 1, 2
