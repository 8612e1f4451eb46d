-- What is the hash of each id, in the order given? Grain: id.
SELECT hash(id) AS id FROM unnest($ids) AS given(id)
