-- Which good practices and lessons are about return or reintegration, in any language, and where do they say so? The question of
-- ../practices_about_a_word.sql, as PostgreSQL asks it: words are found alike, only the order by rank and the part shown are its own.
SELECT s.practice_id, s.country_code, s.title_text, p.review_status_code, p.evidence_level_code,
       ts_headline('simple', concat_ws(' … ', s.title_text, s.sections_text, s.lessons_text), asked.words,
                   'StartSel=[, StopSel=], MaxFragments=1, MaxWords=12, MinWords=3') AS found_text
FROM practice_words('retour* OR retorn* OR returnee* OR reintegra* OR عودة OR العائدين OR पुनर्एकीकरण') AS asked (words)
JOIN practice_search AS s ON s.words @@ asked.words
JOIN report_practices AS p ON p.practice_id = s.practice_id
ORDER BY ts_rank(s.words, asked.words) DESC, s.practice_id;
