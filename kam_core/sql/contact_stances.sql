-- Who are the people of every account, and how does each stand to us? Grain: contact.
SELECT contact_id, account_id, contact_name, role, influence, support
FROM contacts
WHERE contact_id IS NOT NULL
