-- Who are the contacts, of which account, how much influence have they, and are they for us? Grain: contact.
SELECT contact_id AS subject_id, account_id, contact_name AS subject_name, influence, role, support
FROM contacts
WHERE contact_id IS NOT NULL
ORDER BY contact_id
