-- Which ratings lie outside the scale of their question? Grain: row of ratings.
WITH scales AS (SELECT unnest($items) AS item, unnest($lows) AS low, unnest($highs) AS high)
SELECT r.row_id, coalesce(c.account_id, r.subject_id) AS account_id
FROM ratings r
JOIN scales s ON s.item = r.item
LEFT JOIN contacts c ON r.subject_type = 'contact' AND c.contact_id = r.subject_id
WHERE r.value < s.low OR r.value > s.high
