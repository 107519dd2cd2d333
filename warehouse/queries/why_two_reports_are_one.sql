-- Why are reports of one initiative one? Each comparison with its weight in bits, the heaviest first; +1 doubles the odds that they are one.
SELECT p.first_initiative_id AS initiative_id, p.pair_id, p.match_weight, r.comparison_code, r.level_text, r.weight, r.first_text, r.second_text
FROM core_initiative_pairs AS p
JOIN core_pair_reasons AS r ON r.pair_id = p.pair_id
WHERE p.is_merged
ORDER BY initiative_id, p.match_weight DESC, p.pair_id, abs(r.weight) DESC, r.comparison_code;
