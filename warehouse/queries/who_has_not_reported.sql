-- Which countries have sent nothing that could be read in the newest round that any country reported, and what was their last one?
WITH rounds AS (
  SELECT country_code, max(round_name) AS last_round_name FROM core_submissions WHERE outcome_code <> 'refused' GROUP BY country_code
),
newest AS (
  SELECT max(last_round_name) AS round_name FROM rounds
)
SELECT n.country_code, n.name_en AS country, newest.round_name AS missing_round_name, r.last_round_name
FROM core_countries AS n
CROSS JOIN newest
LEFT JOIN rounds AS r ON r.country_code = n.country_code
WHERE r.last_round_name IS NULL OR r.last_round_name < newest.round_name
ORDER BY n.name_en;
