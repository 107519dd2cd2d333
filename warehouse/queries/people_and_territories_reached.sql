-- How many people and territories do initiatives that scale up say they reach, by country, and on how many reports do the figures rest?
-- Small numbers of people are left out (is_suppressed); without a report a figure is empty, which is no zero.
SELECT n.name_en AS country, r.initiative_count, r.people_count, r.people_report_count, r.is_suppressed, r.territory_count,
       r.territory_report_count
FROM report_scaling_reach AS r
JOIN core_countries AS n ON n.country_code = r.country_code
WHERE r.dimension_code = 'all'
ORDER BY n.name_en;
