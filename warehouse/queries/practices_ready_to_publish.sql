-- Which practices are ready to be published, validated and without a hindrance, and what do the others wait for?
SELECT p.country_code, p.practice_id, p.title_text,
       CASE WHEN p.is_validated AND p.barrier_codes IS NULL THEN 'ready' ELSE 'waits' END AS state_name,
       status.label_en AS review_status_name, p.is_validated, p.barrier_codes
FROM report_practices AS p
LEFT JOIN core_codes AS status ON status.list_name = 'review_statuses' AND status.code = p.review_status_code
ORDER BY state_name, p.country_code, p.practice_id;
