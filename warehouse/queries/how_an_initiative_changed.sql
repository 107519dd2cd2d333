-- How did an answer about one initiative change from round to round, and who said so? (For titles of all initiatives since 2015:
-- column_name = 'title_text' AND change_code <> 'first' AND first_round_name >= '2015'.)
SELECT column_name, first_round_name, last_round_name, change_code, previous_value_text, value_text, reporting_unit_names, is_current
FROM core_initiative_history
WHERE initiative_id = 'ECU-EX-02' AND column_name = 'scaling_stage_code'
ORDER BY valid_from_date, value_number;
