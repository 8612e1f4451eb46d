-- Which lines say what an account brings beyond its purchases? Grain: row of values_delivered, or of ideas (a kind of knowledge).
SELECT source, row_id, account_id, date, kind, text, amount, probability, years, attribution, other_id, evidence, stage
FROM (
    SELECT
        'values_delivered' AS source, row_id, account_id, date, kind, text, CAST(amount AS DOUBLE) AS amount, probability, years,
        attribution, other_id, evidence, CAST(NULL AS VARCHAR) AS stage
    FROM values_delivered
    UNION ALL
    SELECT
        'ideas', row_id, account_id, date, 'knowledge', text, CAST(value AS DOUBLE), CAST(NULL AS DOUBLE), years,
        attribution, CAST(NULL AS VARCHAR), evidence, COALESCE(stage, 'idea')
    FROM ideas
) AS lines
