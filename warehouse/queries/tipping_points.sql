-- Which initiatives have reached the tipping point, by which evidence, and what do those that declare it still lack?
SELECT t.initiative_id, i.title_text, t.is_declared, t.is_derived, t.tipping_date, t.evidence_codes, t.evidence_ref_text, t.missing_text
FROM core_tipping_points AS t
JOIN core_initiatives AS i ON i.initiative_id = t.initiative_id
ORDER BY t.is_derived DESC, t.tipping_date, t.initiative_id;
