-- When did each country last send a file, for which period, and how many of its files say so on their cover? Files that are refused count
-- as sent. Without a date on the cover, nothing is known: no date is guessed.
SELECT n.name_en AS country, count(s.submission_id) AS file_count, count(s.submission_date) AS dated_file_count,
       max(s.round_name) AS last_round_name, max(s.submission_date) AS last_submission_date, max(s.period_end_date) AS last_period_end_date,
       count(CASE WHEN s.outcome_code = 'refused' THEN 1 END) AS refused_file_count
FROM core_countries AS n
LEFT JOIN core_submissions AS s ON s.country_code = n.country_code
GROUP BY n.name_en
ORDER BY n.name_en;
