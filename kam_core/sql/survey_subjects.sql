-- Who has answers of a survey? Grain: subject.
SELECT DISTINCT subject_id
FROM ratings
WHERE survey_id = $survey AND rater_side = 'customer'
ORDER BY subject_id
