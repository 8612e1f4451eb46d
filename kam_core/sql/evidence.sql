-- What did people answer on the items asked for, up to a date? Grain: rating.
-- Subjects and items come as lists and go as positions in them; a rater goes as a 64-bit hash (of a million raters, two share one
-- with a chance of 1 in 37 million). No text leaves the engine: that is what keeps 800,000 ratings below a tenth of a second.
WITH subject AS (SELECT unnest($subjects) AS subject_id, CAST(unnest(range(len($subjects))) AS BIGINT) AS place),
question AS (SELECT unnest($items) AS item, CAST(unnest(range(len($items))) AS BIGINT) AS place)
SELECT
    question.place * len($subjects) + subject.place AS cell,
    hash(coalesce(r.rater, '')) AS rater,
    date_diff('day', coalesce(r.valid_on, CAST($as_of AS DATE)), CAST($as_of AS DATE)) AS age,
    r.version AS recorded,
    r.value AS value,
    CAST(CASE WHEN r.source = 'vote' THEN 2 WHEN r.rater_side = 'customer' THEN 1 ELSE 0 END AS TINYINT) AS side,
    coalesce(r.status = 'confirmed', false) AS confirmed
FROM ratings AS r
JOIN subject ON subject.subject_id = r.subject_id
JOIN question ON question.item = r.item
WHERE coalesce(r.subject_type, 'account') = $subject_type AND (r.valid_on IS NULL OR r.valid_on <= CAST($as_of AS DATE))
