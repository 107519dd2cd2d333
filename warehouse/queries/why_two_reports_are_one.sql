-- Why are reports of one initiative one? Each comparison with its weight in bits, the heaviest first; +1 doubles the odds that they are one.
SELECT first_initiative_id AS initiative_id, pair_id, match_weight, comparison_code, level_text, weight, first_text, second_text
FROM pair_reasons
WHERE is_merged
ORDER BY initiative_id, match_weight DESC, pair_id, abs(weight) DESC, comparison_code;
