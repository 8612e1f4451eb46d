-- What happened with one account up to a day (all of it without one), and what is planned? Grain: event, the latest first.
-- An order and day, a day of ratings, a contract's start and end, else a row. Actions and ends of contracts may lie ahead.
WITH people AS (
    SELECT contact_id, contact_name FROM contacts WHERE account_id = $account_id
),
events AS (
    SELECT 'order' AS kind, date AS day, order_id AS what, NULL AS who, NULL AS whom, NULL AS state,
        SUM(revenue) AS amount, COUNT(*) AS lines, MAX(batch) AS batch, MAX(row_id) AS row_id, 'transactions' AS origin
    FROM transactions
    WHERE account_id = $account_id
    GROUP BY date, order_id
    UNION ALL
    SELECT 'rating', r.valid_on, NULL, CASE WHEN COUNT(DISTINCT r.rater) = 1 THEN MIN(r.rater) END, NULL, NULL,
        COUNT(DISTINCT r.rater), COUNT(*), MAX(r.batch), MAX(r.row_id), 'ratings'
    FROM ratings AS r
    WHERE (COALESCE(r.subject_type, 'account') = 'account' AND r.subject_id = $account_id)
        OR (r.subject_type = 'contact' AND r.subject_id IN (SELECT contact_id FROM people))
    GROUP BY r.valid_on
    UNION ALL
    SELECT 'visit', i.date, i.note, i.who, people.contact_name, i.kind, i.hours, NULL, i.batch, i.row_id, 'interactions'
    FROM interactions AS i
    LEFT JOIN people ON people.contact_id = i.contact_id
    WHERE i.account_id = $account_id AND i.kind IS DISTINCT FROM 'promise'
    UNION ALL
    SELECT 'promise', i.date, i.promise, i.who, people.contact_name,
        CASE WHEN i.kept THEN 'kept' WHEN NOT i.kept THEN 'broken' ELSE 'open' END, NULL, NULL, i.batch, i.row_id, 'interactions'
    FROM interactions AS i
    LEFT JOIN people ON people.contact_id = i.contact_id
    WHERE i.account_id = $account_id AND (i.kind = 'promise' OR i.promise <> '')
    UNION ALL
    SELECT 'action', COALESCE(done_on, due_on), action, owner, NULL, state, NULL, NULL, batch, row_id, 'actions'
    FROM actions
    WHERE account_id = $account_id
    UNION ALL
    SELECT 'contract', start_on, contract_id, NULL, NULL, 'start', value, NULL, batch, row_id, 'contracts'
    FROM contracts
    WHERE account_id = $account_id
    UNION ALL
    SELECT 'contract', COALESCE(renewal_on, end_on), contract_id, NULL, NULL, CASE WHEN renewal_on IS NULL THEN 'end' ELSE 'renewal' END,
        value, NULL, batch, row_id, 'contracts'
    FROM contracts
    WHERE account_id = $account_id AND (CAST($until AS DATE) IS NULL OR start_on IS NULL OR start_on <= CAST($until AS DATE))
    UNION ALL
    SELECT 'feedback', date, text, owner, NULL, theme, NULL, NULL, batch, row_id, 'feedback'
    FROM feedback
    WHERE account_id = $account_id
    UNION ALL
    SELECT 'note', date, text, author, NULL, NULL, NULL, NULL, batch, row_id, 'notes'
    FROM notes
    WHERE account_id = $account_id
)
SELECT events.*
FROM events
WHERE events.day IS NOT NULL
    AND (CAST($until AS DATE) IS NULL OR events.day <= CAST($until AS DATE)
        OR events.kind = 'action' OR (events.kind = 'contract' AND events.state <> 'start'))
ORDER BY events.day DESC, events.kind, events.row_id DESC
