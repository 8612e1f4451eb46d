-- Which targets are there for these measures and periods, the earlier recorded first? Grain: row of targets.
-- Measure and period stand as their places (from 1) in the lists asked for, because rows are many and different words few.
SELECT
    COALESCE(subject_type, 'account') = 'owner' AS of_owner, subject_id,
    list_position(CAST($measures AS VARCHAR[]), measure) AS measure, list_position(CAST($periods AS VARCHAR[]), period) AS period, CAST(value AS DOUBLE) AS value
FROM targets
WHERE COALESCE(subject_type, 'account') IN ('account', 'owner') AND value >= 0
    AND list_contains(CAST($measures AS VARCHAR[]), measure) AND list_contains(CAST($periods AS VARCHAR[]), period)
ORDER BY version
