-- What was known of each account on a date? Grain: account, fact (the latest valid_on; of two on one day the later recorded).
-- A fact without a day holds on the date asked for.
SELECT account_id, fact, value
FROM account_facts
WHERE valid_on IS NULL OR valid_on <= CAST($as_of AS DATE)
QUALIFY ROW_NUMBER() OVER (PARTITION BY account_id, fact ORDER BY COALESCE(valid_on, CAST($as_of AS DATE)) DESC, version DESC) = 1
