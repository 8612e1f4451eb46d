-- How many rows about one account hold the tables that its room shows? Grain: table.
SELECT name, rows
FROM (
    SELECT 'contacts' AS name, COUNT(*) AS rows FROM contacts WHERE account_id = $account_id
    UNION ALL SELECT 'interactions', COUNT(*) FROM interactions WHERE account_id = $account_id
    UNION ALL SELECT 'actions', COUNT(*) FROM actions WHERE account_id = $account_id
    UNION ALL SELECT 'needs', COUNT(*) FROM needs WHERE account_id = $account_id
    UNION ALL SELECT 'contracts', COUNT(*) FROM contracts WHERE account_id = $account_id
    UNION ALL SELECT 'competitors', COUNT(*) FROM competitors WHERE account_id = $account_id
    UNION ALL SELECT 'feedback', COUNT(*) FROM feedback WHERE account_id = $account_id
    UNION ALL
    SELECT 'values_delivered', (SELECT COUNT(*) FROM values_delivered WHERE account_id = $account_id)
        + (SELECT COUNT(*) FROM ideas WHERE account_id = $account_id)
    UNION ALL SELECT 'notes', COUNT(*) FROM notes WHERE account_id = $account_id
) AS counted
