-- Which targets nobody can count: of no account or owner, in another measure, for no period, below zero? Grain: row of targets.
SELECT t.subject_type, t.subject_id, t.measure, t.period, t.value,
    CASE
        WHEN COALESCE(t.subject_type, 'account') NOT IN ('account', 'owner') THEN 'subject'
        WHEN COALESCE(t.subject_type, 'account') = 'account' AND NOT list_contains(CAST($accounts AS VARCHAR[]), t.subject_id) THEN 'subject'
        WHEN t.subject_type = 'owner' AND NOT list_contains(CAST($owners AS VARCHAR[]), t.subject_id) THEN 'subject'
        WHEN NOT list_contains(CAST($measures AS VARCHAR[]), t.measure) THEN 'measure'
        WHEN NOT list_contains(CAST($periods AS VARCHAR[]), t.period) THEN 'period'
        WHEN t.value IS NULL OR t.value < 0 THEN 'value'
    END AS reason
FROM targets AS t
WHERE reason IS NOT NULL
ORDER BY t.version
