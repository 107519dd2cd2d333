-- How does each country stand on each pillar of the knowledge strategy, by its latest figures and by what the warehouse counts?
SELECT p.country_code, p.pillar_code, c.label_en AS pillar_name, p.basis_code, p.indicator_name, p.period_text, p.baseline_number,
       p.target_number, p.indicator_number, p.progress_number, p.source_text
FROM report_knowledge_pillars AS p
JOIN core_codes AS c ON c.list_name = 'pillars' AND c.code = p.pillar_code
WHERE p.is_latest
ORDER BY p.country_code, p.pillar_code, p.basis_code, p.indicator_name;
