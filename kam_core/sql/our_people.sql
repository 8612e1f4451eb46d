-- Who of us is known by name: owners, the team, those who hold links or met somebody? Grain: person of ours.
SELECT name
FROM (
    SELECT owner AS name FROM accounts
    UNION
    SELECT member AS name FROM team
    UNION
    SELECT who AS name FROM interactions
    UNION
    SELECT from_id AS name FROM links WHERE kind = 'our_link'
) AS known
WHERE name <> ''
ORDER BY name
