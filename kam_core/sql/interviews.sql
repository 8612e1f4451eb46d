-- What was heard in interviews and market research up to a day, and what became of each? Grain: note of kind interview or research.
WITH talks AS (
    SELECT
        notes.row_id, notes.account_id, accounts.account_name, notes.contact_id, contacts.contact_name, notes.date, notes.text,
        notes.author, notes.kind
    FROM notes
    LEFT JOIN accounts ON accounts.account_id = notes.account_id
    LEFT JOIN contacts ON contacts.contact_id = notes.contact_id
    WHERE notes.kind IN ('interview', 'research') AND (notes.date IS NULL OR notes.date <= $as_of)
),
answers AS (
    SELECT talks.row_id, COUNT(*) AS ratings
    FROM talks
    JOIN ratings ON ratings.valid_on = talks.date AND ratings.source = 'interview'
        AND (ratings.subject_id = talks.account_id OR ratings.subject_id = talks.contact_id)
        AND (talks.contact_name IS NULL OR ratings.rater = talks.contact_name)
    GROUP BY talks.row_id
),
found AS (
    SELECT talks.row_id, COUNT(*) AS needs
    FROM talks
    JOIN needs ON needs.account_id = talks.account_id
        AND needs.proof LIKE '%' || CAST(talks.date AS VARCHAR) || COALESCE(', ' || talks.contact_name || '%', '')
    GROUP BY talks.row_id
)
SELECT talks.*, COALESCE(answers.ratings, 0) AS ratings, COALESCE(found.needs, 0) AS needs
FROM talks
LEFT JOIN answers ON answers.row_id = talks.row_id
LEFT JOIN found ON found.row_id = talks.row_id
ORDER BY talks.date DESC, talks.row_id DESC
