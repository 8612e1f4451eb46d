-- How do people of the customers themselves rate a need, each by the latest answer? Grain: need and item.
SELECT subject_id AS need_id, item, avg(value) AS value
FROM (
    SELECT
        subject_id, item, value,
        row_number() OVER (
            PARTITION BY subject_id, item, coalesce(rater, '') ORDER BY coalesce(valid_on, $as_of) DESC, version DESC
        ) AS place
    FROM ratings
    WHERE subject_type = 'need' AND rater_side = 'customer' AND list_contains($items, item) AND value BETWEEN 1 AND 5
        AND coalesce(valid_on, $as_of) <= $as_of
) AS answers
WHERE place = 1
GROUP BY subject_id, item
