-- Which local authorities lead initiatives, how many, and with how many other organisations?
WITH led AS (
  SELECT DISTINCT x.actor_id, a.actor_name, a.actor_type_code, x.initiative_id
  FROM core_initiative_actors AS x
  JOIN core_actors AS a ON a.actor_id = x.actor_id
  WHERE x.role_code = 'LEAD' AND a.actor_type_code LIKE 'LA\_%' ESCAPE '\'
)
SELECT l.actor_name, type.label_en AS actor_type_name, count(DISTINCT l.initiative_id) AS initiative_count,
       count(DISTINCT o.actor_id) AS other_actor_count
FROM led AS l
JOIN core_codes AS type ON type.list_name = 'actor_types' AND type.code = l.actor_type_code
LEFT JOIN core_initiative_actors AS o ON o.initiative_id = l.initiative_id AND o.actor_id <> l.actor_id
GROUP BY l.actor_id, l.actor_name, type.label_en
ORDER BY initiative_count DESC, other_actor_count DESC, l.actor_name;
