-- Which first-level units have no initiative reported in them? Not mapped does not mean that nothing is there.
SELECT n.name_en AS country, r.place_name
FROM report_territories AS r
JOIN core_countries AS n ON n.country_code = r.country_code
WHERE r.place_level_code = 'admin1' AND NOT r.is_mapped
ORDER BY n.name_en, r.place_name;
