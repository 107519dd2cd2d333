-- Which file, sheet and cell does each answer of one initiative come from, what was written there, and who else says the same?
SELECT column_name, file_name, sheet_name, cell_name, value_text, reporting_unit_name, is_kept
FROM value_origins
WHERE table_name = 'core_initiatives' AND record_id = 'MAR-R069'
ORDER BY column_name, is_kept DESC;
