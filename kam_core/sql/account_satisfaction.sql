-- How satisfied did each account say it was, up to a date? Grain: account.
-- The latest rating of each rater on any item called satisfaction, then their mean; only its order among accounts is used.
WITH latest AS (
    SELECT subject_id, value
    FROM ratings
    WHERE lower(trim(item)) IN ('satisfaction', 'csat', 'customer satisfaction', '满意度', '客户满意度')
        AND coalesce(subject_type, 'account') = 'account' AND valid_on <= CAST($as_of AS DATE)
    QUALIFY ROW_NUMBER() OVER (PARTITION BY subject_id, rater ORDER BY valid_on DESC, version DESC) = 1
)
SELECT subject_id AS account_id, avg(value) AS satisfaction
FROM latest
GROUP BY subject_id
ORDER BY account_id
