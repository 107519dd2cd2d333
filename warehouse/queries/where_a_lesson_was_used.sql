-- Which knowledge products draw on the practice of a lesson, and which work-plan activities build on it?
SELECT l.lesson_id, l.lesson_text, pr.practice_id, pr.title_text AS practice_title_text, 'product' AS use_name,
       k.product_id AS use_id, k.title_text AS use_title_text, NULL AS policy_change_code
FROM core_lessons AS l
JOIN core_practices AS pr ON pr.practice_id = l.practice_id
JOIN core_product_practices AS d ON d.practice_id = pr.practice_id
JOIN core_knowledge_products AS k ON k.product_id = d.product_id
UNION ALL
SELECT l.lesson_id, l.lesson_text, pr.practice_id, pr.title_text, 'activity', a.activity_id, a.activity_text, a.policy_change_code
FROM core_lessons AS l
JOIN core_practices AS pr ON pr.practice_id = l.practice_id
JOIN core_activity_practices AS u ON u.practice_id = pr.practice_id
JOIN core_workplan_activities AS a ON a.activity_id = u.activity_id
ORDER BY lesson_id, use_name, use_id;
