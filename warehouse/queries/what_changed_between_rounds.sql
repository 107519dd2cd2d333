-- Which answers about initiatives changed from one round to a later one, from what to what? Answers that contradict each other within a
-- round are no change: `change_code = 'contradicted'` has these.
SELECT h.country_code, h.initiative_id, i.title_text, h.column_name, h.first_round_name AS round_name, h.previous_value_text, h.value_text,
       h.reporting_unit_names
FROM core_initiative_history AS h
JOIN core_initiatives AS i ON i.initiative_id = h.initiative_id
WHERE h.change_code = 'changed'
ORDER BY h.country_code, h.initiative_id, h.column_name, h.first_round_name;
