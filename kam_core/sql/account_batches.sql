-- Which batches touched one account, how many of its rows in each table, and does the batch still hold? Grain: batch, table.
WITH versions AS (
    SELECT 'accounts' AS tbl, version, row_id, batch FROM rows_accounts WHERE account_id = $account_id
    UNION ALL SELECT 'account_facts', version, row_id, batch FROM rows_account_facts WHERE account_id = $account_id
    UNION ALL SELECT 'transactions', version, row_id, batch FROM rows_transactions WHERE account_id = $account_id
    UNION ALL SELECT 'costs', version, row_id, batch FROM rows_costs WHERE account_id = $account_id
    UNION ALL SELECT 'contracts', version, row_id, batch FROM rows_contracts WHERE account_id = $account_id
    UNION ALL SELECT 'contacts', version, row_id, batch FROM rows_contacts WHERE account_id = $account_id
    UNION ALL SELECT 'interactions', version, row_id, batch FROM rows_interactions WHERE account_id = $account_id
    UNION ALL SELECT 'needs', version, row_id, batch FROM rows_needs WHERE account_id = $account_id
    UNION ALL SELECT 'competitors', version, row_id, batch FROM rows_competitors WHERE account_id = $account_id
    UNION ALL SELECT 'swot', version, row_id, batch FROM rows_swot WHERE account_id = $account_id
    UNION ALL SELECT 'forces', version, row_id, batch FROM rows_forces WHERE account_id = $account_id
    UNION ALL SELECT 'risks', version, row_id, batch FROM rows_risks WHERE account_id = $account_id
    UNION ALL SELECT 'feedback', version, row_id, batch FROM rows_feedback WHERE account_id = $account_id
    UNION ALL SELECT 'opportunities', version, row_id, batch FROM rows_opportunities WHERE account_id = $account_id
    UNION ALL SELECT 'touchpoints', version, row_id, batch FROM rows_touchpoints WHERE account_id = $account_id
    UNION ALL SELECT 'ideas', version, row_id, batch FROM rows_ideas WHERE account_id = $account_id
    UNION ALL SELECT 'values_delivered', version, row_id, batch FROM rows_values_delivered WHERE account_id = $account_id
    UNION ALL SELECT 'goals', version, row_id, batch FROM rows_goals WHERE account_id = $account_id
    UNION ALL SELECT 'actions', version, row_id, batch FROM rows_actions WHERE account_id = $account_id
    UNION ALL SELECT 'team', version, row_id, batch FROM rows_team WHERE account_id = $account_id
    UNION ALL SELECT 'invitations', version, row_id, batch FROM rows_invitations WHERE account_id = $account_id
    UNION ALL SELECT 'notes', version, row_id, batch FROM rows_notes WHERE account_id = $account_id
    UNION ALL SELECT 'snoozes', version, row_id, batch FROM rows_snoozes WHERE account_id = $account_id
    UNION ALL SELECT 'aliases', version, row_id, batch FROM rows_aliases WHERE account_id = $account_id
    UNION ALL SELECT 'kept_apart', version, row_id, batch FROM rows_kept_apart WHERE account_id = $account_id
    UNION ALL SELECT 'ratings', version, row_id, batch FROM rows_ratings
        WHERE subject_id = $account_id AND COALESCE(subject_type, 'account') = 'account'
    UNION ALL SELECT 'targets', version, row_id, batch FROM rows_targets
        WHERE subject_id = $account_id AND COALESCE(subject_type, 'account') = 'account'
),
touched AS (
    SELECT tbl, row_id, batch FROM versions
    UNION
    SELECT versions.tbl, versions.row_id, closings.batch
    FROM closings
    JOIN versions ON versions.version = closings.version AND versions.tbl = closings.tbl
),
sums AS (
    SELECT tbl, batch, COUNT(*) AS rows FROM touched GROUP BY tbl, batch
)
SELECT sums.batch, sums.tbl, sums.rows, b.kind, CAST(b.recorded_at AS DATE) AS day, b.author, b.source, b.live
FROM sums
JOIN batches AS b ON b.batch = sums.batch
ORDER BY sums.batch DESC, sums.rows DESC, sums.tbl
