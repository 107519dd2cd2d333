-- How many initiatives does each country report, by status?
SELECT n.name_en AS country, coalesce(c.label_en, 'Not stated') AS status, r.initiative_count
FROM report_initiatives_by_status AS r
JOIN core_countries AS n ON n.country_code = r.country_code
LEFT JOIN core_codes AS c ON c.list_name = 'initiative_statuses' AND c.code = r.status_code
ORDER BY n.name_en, status;
