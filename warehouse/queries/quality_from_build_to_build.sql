-- How has the quality of each country's deliveries moved from build to build? builds_ago is 0 for this build; a change is against the build
-- before. For a chart over time add told.build_date.
WITH builds AS (
    SELECT build_id, row_number() OVER (ORDER BY made_at_text DESC, build_id DESC) - 1 AS builds_ago
    FROM (SELECT DISTINCT build_id, made_at_text FROM report_builds) AS every_build
)
SELECT n.name_en AS country, b.builds_ago, told.new_file_count, told.accepted_count,
       told.accepted_count - lag(told.accepted_count) OVER (PARTITION BY told.country_code ORDER BY b.builds_ago DESC) AS accepted_change_number,
       told.held_back_count,
       round(100.0 * told.must_fix_count / nullif(told.accepted_count, 0), 1) AS must_fix_per_hundred_number,
       told.initiative_count,
       round(100.0 * told.mapped_initiative_count / nullif(told.initiative_count, 0), 1) AS mapped_initiative_share
FROM report_builds AS told
JOIN builds AS b ON b.build_id = told.build_id
JOIN core_countries AS n ON n.country_code = told.country_code
ORDER BY n.name_en, b.builds_ago;
