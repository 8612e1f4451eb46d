-- Which contacts did we not touch lately, by the day noted and by visits and calls? Grain: row of contacts.
WITH visited AS (
    SELECT contact_id, max(date) AS day
    FROM interactions
    WHERE date <= CAST($as_of AS DATE) AND contact_id IS NOT NULL
    GROUP BY contact_id
)
SELECT c.row_id, c.account_id
FROM contacts c LEFT JOIN visited v USING (contact_id)
WHERE coalesce(greatest(c.last_touch, v.day), DATE '1900-01-01') < CAST($as_of AS DATE) - CAST($untouched_days AS INTEGER)
