-- Which cells report a change of national policy, and which cells report the local origin that the activity behind it names? These are
-- reported links, not causes. Step 1 is the activity with its change, 2 a practice it builds on, 3 the initiative, 4 who leads or takes part,
-- 5 its places.
WITH links AS (
  SELECT * FROM report_policy_influence WHERE policy_level_code = 'NAT' AND has_reported_link
),
records AS (
  SELECT influence_id, 1 AS step_number, 'core_workplan_activities' AS table_name, activity_id AS record_id FROM links
  UNION ALL
  SELECT l.influence_id, 2, 'core_practices', p.practice_id
  FROM links AS l JOIN core_activity_practices AS p ON p.activity_id = l.activity_id
  WHERE instr('|' || l.practice_ids || '|', '|' || p.practice_id || '|') > 0
  UNION ALL
  SELECT influence_id, 3, 'core_initiatives', initiative_id FROM links
  UNION ALL
  SELECT l.influence_id, 4, 'core_initiative_actors', a.initiative_actor_id
  FROM links AS l JOIN core_initiative_actors AS a ON a.initiative_id = l.initiative_id
  UNION ALL
  SELECT l.influence_id, 5, 'core_initiative_places', p.initiative_place_id
  FROM links AS l JOIN core_initiative_places AS p ON p.initiative_id = l.initiative_id
),
asked (step_number, column_name) AS (
  VALUES (1, 'target_policy_text'), (1, 'policy_change_code'), (1, 'policy_document_text'), (1, 'linked_initiative_refs'),
         (1, 'linked_practice_refs'), (2, 'title_text'), (2, 'subject_ref'), (3, 'title_text'), (4, 'lead_actor_refs'), (4, 'actor_ref'),
         (5, 'place_text'), (5, 'admin1_text'), (5, 'admin2_text'), (5, 'admin3_text')
)
SELECT l.country_code, l.target_policy_text, l.change_code, l.is_documented, l.initiative_title_text, r.step_number, r.table_name, r.record_id,
       o.column_name, o.file_name, o.sheet_name, o.cell_name, o.value_text
FROM links AS l
JOIN records AS r ON r.influence_id = l.influence_id
JOIN asked ON asked.step_number = r.step_number
JOIN value_origins AS o ON o.table_name = r.table_name AND o.record_id = r.record_id AND o.column_name = asked.column_name
ORDER BY l.influence_id, r.step_number, r.record_id, o.file_name, o.sheet_name, o.cell_name;
