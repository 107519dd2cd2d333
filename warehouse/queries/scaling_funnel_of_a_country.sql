-- How far have the initiatives of a country come from isolated to institutionalised, who went on, and after how many months? (By theme or
-- territory: report_scaling_funnel_by_theme, report_scaling_funnel_by_territory.)
SELECT coalesce(stage.label_en, f.stage_code) AS stage_name, f.declared_count, f.highest_count, f.reached_count, f.logged_count, f.next_share,
       f.median_months_number, f.dated_count, f.ended_count
FROM report_scaling_funnel_by_country AS f
LEFT JOIN core_codes AS stage ON stage.list_name = 'scaling_stages' AND stage.code = f.stage_code
WHERE f.country_code = 'MAR'
ORDER BY f.stage_number;
