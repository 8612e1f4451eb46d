-- Which accounts were rated, but not lately? Grain: row of accounts.
WITH latest AS (
    SELECT coalesce(c.account_id, r.subject_id) AS account_id, max(r.valid_on) AS day
    FROM ratings r LEFT JOIN contacts c ON r.subject_type = 'contact' AND c.contact_id = r.subject_id
    WHERE r.valid_on <= CAST($as_of AS DATE)
    GROUP BY ALL
)
SELECT a.row_id, a.account_id
FROM accounts a JOIN latest USING (account_id)
WHERE latest.day < CAST($as_of AS DATE) - CAST($stale_days AS INTEGER)
