-- When was any of these items first answered? Grain: one row.
SELECT min(valid_on) AS day FROM ratings WHERE list_contains($items, item)
