-- What was known of each account on a date? Grain: account, fact (the latest valid_on; of two on one day the later recorded).
SELECT account_id, fact, value, valid_on, status, source, author
FROM account_facts
WHERE valid_on <= CAST($as_of AS DATE)
QUALIFY ROW_NUMBER() OVER (PARTITION BY account_id, fact ORDER BY valid_on DESC, version DESC) = 1
