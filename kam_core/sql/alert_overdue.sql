-- How many actions of each account are past their due date, neither done nor dropped, and which is the oldest? Grain: account.
SELECT account_id, COUNT(*) AS overdue, MIN(due_on) AS oldest
FROM actions
WHERE due_on < CAST($as_of AS DATE)
    AND (state IS NULL OR state <> 'dropped')
    AND (done_on > CAST($as_of AS DATE) OR (done_on IS NULL AND (state IS NULL OR state <> 'done')))
    AND account_id IS NOT NULL
GROUP BY account_id
