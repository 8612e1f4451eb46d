-- Who are the contacts, of which account, and how much influence have they? Grain: contact.
SELECT contact_id AS subject_id, account_id, contact_name AS subject_name, influence
FROM contacts
WHERE contact_id IS NOT NULL
ORDER BY contact_id
