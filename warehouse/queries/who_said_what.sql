-- What did each respondent say of one initiative, column by column, and which answer was kept?
SELECT column_name, value_text, round_name, reporting_unit_name, file_name, sheet_name, cell_name, is_kept, is_agreed
FROM value_statements
WHERE table_name = 'core_initiatives' AND record_id = 'MAR-R042'
ORDER BY column_name, is_kept DESC, is_agreed DESC, round_name DESC;
