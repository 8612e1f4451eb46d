-- What did each activity cost in the 12 months up to a date? Grain: activity.
SELECT activity, SUM(amount) AS amount
FROM costs
WHERE date <= CAST($as_of AS DATE) AND date > CAST($since AS DATE)
GROUP BY activity
ORDER BY activity
