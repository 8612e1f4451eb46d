-- Which items has anybody answered, on any date? Grain: item.
SELECT DISTINCT item
FROM ratings
WHERE item IS NOT NULL
