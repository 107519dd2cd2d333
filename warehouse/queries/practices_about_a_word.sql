-- Which good practices and lessons are about return or reintegration, in any language, and where do they say so?
-- Words may be written with or without accents; a star stands for any ending; OR, AND, NOT and "several words" are understood.
SELECT s.practice_id, s.country_code, s.title_text, p.review_status_code, p.evidence_level_code,
       snippet(practice_search, -1, '[', ']', '…', 12) AS found_text
FROM practice_search AS s
JOIN report_practices AS p ON p.practice_id = s.practice_id
WHERE practice_search MATCH 'retour* OR retorn* OR returnee* OR reintegra* OR عودة OR العائدين OR पुनर्एकीकरण'
ORDER BY s.rank, s.practice_id;
