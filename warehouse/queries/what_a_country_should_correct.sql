-- What should one country's focal point correct first?
SELECT file_name, sheet_name, cell_name, value_text, message_text, suggestion_text, occurrence_count
FROM core_findings
WHERE country_code = 'MAR' AND severity_code = 'must_fix'
ORDER BY finding_id;
