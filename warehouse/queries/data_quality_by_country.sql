-- How good are the data of each country: answers given of those that the form expects, places found, initiatives on the map, and findings to
-- fix and to check for every hundred rows accepted? Empty where there is nothing to divide by, which is no zero.
SELECT n.name_en AS country, c.latest_round_name, c.initiative_count, c.given_answer_share,
       round(100.0 * c.matched_place_count / nullif(c.place_count, 0), 1) AS matched_place_share,
       round(100.0 * c.mapped_initiative_count / nullif(c.initiative_count, 0), 1) AS mapped_initiative_share,
       round(100.0 * q.must_fix_count / nullif(q.accepted_count, 0), 1) AS must_fix_per_hundred_number,
       round(100.0 * q.please_check_count / nullif(q.accepted_count, 0), 1) AS please_check_per_hundred_number
FROM report_completeness AS c
JOIN report_submission_quality AS q ON q.country_code = c.country_code
JOIN core_countries AS n ON n.country_code = c.country_code
ORDER BY n.name_en;
