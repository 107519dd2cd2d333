-- How far are the policy work plans of each country, and how late? A country that has sent no file that could be
-- read has empty counts, not zeros.
SELECT n.name_en AS country, max(CASE WHEN w.is_reported THEN 1 ELSE 0 END) AS is_reported,
       CASE WHEN max(w.activity_count) IS NOT NULL THEN count(DISTINCT p.plan_id) END AS plan_count,
       sum(w.activity_count) AS activity_count, sum(w.completed_count) AS completed_count,
       round(100.0 * sum(w.completed_count) / nullif(sum(w.activity_count - w.status_not_stated_count), 0), 1) AS completed_share,
       sum(w.overdue_count) AS overdue_count, sum(w.overdue_unknown_count) AS overdue_unknown_count,
       max(w.longest_delay_month_count) AS longest_delay_month_count,
       round(cast(sum(w.mean_progress_share * w.progress_stated_count) / nullif(sum(w.progress_stated_count), 0) AS numeric), 1)
         AS mean_progress_share,
       sum(w.progress_stated_count) AS progress_stated_count, min(w.first_reference_date) AS first_reference_date,
       max(w.last_reference_date) AS last_reference_date
FROM report_work_plan_progress AS w
JOIN core_countries AS n ON n.country_code = w.country_code
LEFT JOIN core_work_plans AS p ON p.plan_id = w.plan_id
GROUP BY n.name_en
ORDER BY n.name_en;
