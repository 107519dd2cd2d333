-- Which initiatives are one step short of the tipping point, and what do they lack? Those that lack least come first.
SELECT n.country_code, n.initiative_id, i.title_text, reason.label_en AS reason_name, n.stage_code, n.stage_date, n.evidence_codes,
       n.evidence_ref_text, n.missing_text
FROM report_near_tipping_points AS n
JOIN core_initiatives AS i ON i.initiative_id = n.initiative_id
JOIN core_codes AS reason ON reason.list_name = 'near_tipping_reasons' AND reason.code = n.near_reason_code
ORDER BY n.missing_count, n.country_code, n.initiative_id;
