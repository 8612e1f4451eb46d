-- Which ratings are about an account, a contact or a need that is not there? Grain: row of ratings.
SELECT row_id, CASE WHEN subject_type = 'account' OR subject_type IS NULL THEN subject_id END AS account_id
FROM ratings
WHERE CASE subject_type
    WHEN 'contact' THEN subject_id NOT IN (SELECT contact_id FROM contacts WHERE contact_id IS NOT NULL)
    WHEN 'need' THEN subject_id NOT IN (SELECT need_id FROM needs WHERE need_id IS NOT NULL)
    WHEN 'owner' THEN subject_id NOT IN (SELECT owner FROM accounts WHERE owner IS NOT NULL)
    ELSE subject_id NOT IN (SELECT account_id FROM accounts WHERE account_id IS NOT NULL) END
