-- Which file, sheet and cell does each answer of one initiative come from, and what was written there?
SELECT column_name, file_name, sheet_name, cell_name, value_text
FROM value_origins
WHERE table_name = 'core_initiatives' AND record_id = 'MAR-R069'
ORDER BY column_name;
