-- Which places were not put on the map, why, and what may they be?
SELECT p.country_code, p.place_text, p.status_code, p.reason_text, p.candidate_place_ids, count(*) AS mention_count
FROM core_initiative_places AS p
WHERE p.status_code IN ('ambiguous', 'conflict', 'none')
GROUP BY p.country_code, p.place_text, p.status_code, p.reason_text, p.candidate_place_ids
ORDER BY mention_count DESC, p.country_code, p.place_text;
