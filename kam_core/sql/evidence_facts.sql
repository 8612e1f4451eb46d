-- Which dated facts of one account were known on a date? Grain: account fact (the latest of each first).
SELECT fact, value, valid_on, source, coalesce(status, 'assumed') AS status, author AS rater, note, row_id, version
FROM account_facts
WHERE account_id = $account_id AND (valid_on IS NULL OR valid_on <= CAST($as_of AS DATE))
ORDER BY fact, valid_on DESC, version DESC
