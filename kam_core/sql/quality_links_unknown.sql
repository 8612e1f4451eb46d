-- Which links name a contact that is not there (one end of our links is one of us)? Grain: row of links.
SELECT l.row_id, c.account_id
FROM links l LEFT JOIN contacts c ON c.contact_id = l.to_id
WHERE l.to_id NOT IN (SELECT contact_id FROM contacts WHERE contact_id IS NOT NULL)
  AND (l.kind IS DISTINCT FROM 'our_link' OR l.from_id NOT IN (SELECT contact_id FROM contacts WHERE contact_id IS NOT NULL))
   OR (l.kind IS DISTINCT FROM 'our_link' AND l.from_id NOT IN (SELECT contact_id FROM contacts WHERE contact_id IS NOT NULL))
