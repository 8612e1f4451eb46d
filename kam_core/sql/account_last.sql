-- When was one account last rated, and last met by us, up to a date? Grain: account (one row, empty where it never was).
SELECT
    (SELECT MAX(valid_on) FROM ratings
     WHERE valid_on <= CAST($as_of AS DATE) AND subject_id = $account_id AND COALESCE(subject_type, 'account') = 'account') AS rated,
    (SELECT MAX(date) FROM interactions
     WHERE date <= CAST($as_of AS DATE) AND account_id = $account_id AND kind IS DISTINCT FROM 'promise') AS met
