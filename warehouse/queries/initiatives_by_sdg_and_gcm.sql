-- To which Sustainable Development Goals and objectives of the Global Compact for Migration do initiatives contribute? An initiative counts
-- once in each goal, and in each goal that it names: the rows must not be added up. The last row is those that name neither.
WITH goals AS (
  SELECT DISTINCT initiative_id, 'SDG' AS agenda_name, cast(replace(substr(tag_code, 1, 2), '.', '') AS integer) AS goal_number
  FROM core_initiative_tags WHERE list_name = 'sdg_targets'
  UNION
  SELECT initiative_id, 'GCM', cast(tag_code AS integer) FROM core_initiative_tags WHERE list_name = 'gcm_objectives'
)
SELECT coalesce(g.agenda_name, 'none') AS agenda_name, g.goal_number, c.label_en AS objective_name, count(*) AS initiative_count,
       count(DISTINCT i.country_code) AS country_count
FROM core_initiatives AS i
LEFT JOIN goals AS g ON g.initiative_id = i.initiative_id
LEFT JOIN core_codes AS c ON g.agenda_name = 'GCM' AND c.list_name = 'gcm_objectives' AND c.code = cast(g.goal_number AS varchar)
GROUP BY g.agenda_name, g.goal_number, c.label_en
ORDER BY g.agenda_name IS NULL, g.agenda_name DESC, g.goal_number;
