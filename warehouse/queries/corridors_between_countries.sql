-- Which countries do initiatives and partnerships connect, how often, and for how many are the localities at both ends known?
SELECT country_pair_code, count(*) AS corridor_count, count(DISTINCT initiative_id) AS initiative_count,
       count(DISTINCT partnership_id) AS partnership_count, count(CASE WHEN is_complete THEN 1 END) AS both_ends_known_count
FROM core_corridors
GROUP BY country_pair_code
ORDER BY corridor_count DESC, country_pair_code;
