-- Which words do targets use for measures and periods? Grain: measure, period.
SELECT DISTINCT measure, period
FROM targets
