-- In which initiatives do diaspora organisations take part, and as what?
SELECT i.country_code, i.initiative_id, i.title_text, a.actor_name, role.label_en AS role_name
FROM core_initiative_actors AS x
JOIN core_actors AS a ON a.actor_id = x.actor_id
JOIN core_initiatives AS i ON i.initiative_id = x.initiative_id
JOIN core_codes AS role ON role.list_name = 'actor_roles' AND role.code = x.role_code
WHERE a.actor_type_code = 'DIASP' OR a.is_diaspora
ORDER BY i.country_code, i.initiative_id, a.actor_name, role_name;
