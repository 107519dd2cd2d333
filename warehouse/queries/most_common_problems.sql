-- Which problems do most files share, so that the form, its instructions or a training should change rather than single cells?
SELECT finding_code, severity_code, count(DISTINCT country_code) AS country_count, count(DISTINCT submission_id) AS file_count,
       sum(occurrence_count) AS occurrence_count
FROM core_findings
WHERE severity_code <> 'note' AND accepted_reason_text IS NULL
GROUP BY finding_code, severity_code
ORDER BY occurrence_count DESC, finding_code;
