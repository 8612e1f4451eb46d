-- Which actions of one account are past their due date, neither done nor dropped? Grain: action, the oldest first.
SELECT due_on, action, owner, objective, state, action_id
FROM actions
WHERE account_id = $account_id
    AND due_on < CAST($as_of AS DATE)
    AND (state IS NULL OR state <> 'dropped')
    AND (done_on > CAST($as_of AS DATE) OR (done_on IS NULL AND (state IS NULL OR state <> 'done')))
ORDER BY due_on, action_id
