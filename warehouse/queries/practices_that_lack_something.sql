-- Which codified practices are nearest to a complete sheet, what do they lack, and how strong is their evidence?
SELECT practice_id, title_text, review_status_code, completeness_share, missing_sections_text, evidence_level_code, replicability_score,
       lesson_count
FROM report_practices
ORDER BY completeness_share DESC, evidence_level_code DESC, practice_id;
