-- Which accounts did nobody rate up to a date, themselves or through a contact? Grain: row of accounts.
SELECT row_id, account_id
FROM accounts
WHERE account_id <> $no_account AND status IS DISTINCT FROM 'former' AND account_id NOT IN (
    SELECT coalesce(c.account_id, r.subject_id)
    FROM ratings r LEFT JOIN contacts c ON r.subject_type = 'contact' AND c.contact_id = r.subject_id
    WHERE (r.valid_on IS NULL OR r.valid_on <= CAST($as_of AS DATE)) AND coalesce(c.account_id, r.subject_id) IS NOT NULL)
