-- Which needs were found, of which account? Grain: need.
SELECT need_id AS subject_id, account_id, need AS subject_name
FROM needs
WHERE need_id IS NOT NULL
ORDER BY need_id
