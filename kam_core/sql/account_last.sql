-- When was one account, or one of its people, last rated, and last met by us, up to a date? Grain: account (one row, empty where never).
SELECT
    (SELECT MAX(valid_on) FROM ratings
     WHERE valid_on <= CAST($as_of AS DATE)
        AND ((subject_id = $account_id AND COALESCE(subject_type, 'account') = 'account')
            OR (subject_type = 'contact'
                AND subject_id IN (SELECT contact_id FROM contacts WHERE account_id = $account_id)))) AS rated,
    (SELECT MAX(date) FROM interactions
     WHERE date <= CAST($as_of AS DATE) AND account_id = $account_id AND kind IS DISTINCT FROM 'promise') AS met
