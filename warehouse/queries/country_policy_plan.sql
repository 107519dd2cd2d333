-- What does one country plan to change, who does it, when, how far is it as of the day it was reported, and what changed?
WITH who AS (
  SELECT DISTINCT x.activity_id,
         group_concat(CASE WHEN x.is_responsible THEN n.actor_name END, ' | ') OVER all_of_them AS responsible_names,
         group_concat(CASE WHEN NOT x.is_responsible THEN n.actor_name END, ' | ') OVER all_of_them AS partner_names
  FROM core_activity_actors AS x
  JOIN core_actors AS n ON n.actor_id = x.actor_id
  WINDOW all_of_them AS (PARTITION BY x.activity_id ORDER BY x.actor_id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
)
SELECT p.plan_title_text, p.plan_year, coalesce(o.objective_text, a.objective_text) AS objective_text, a.activity_id, a.activity_text,
       level.label_en AS policy_level, t.target_policy_text, who.responsible_names, who.partner_names,
       substr(cast(a.planned_start_date AS text), 1, CASE a.planned_start_date_precision_code WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END)
         AS planned_start,
       substr(cast(a.planned_end_date AS text), 1, CASE a.planned_end_date_precision_code WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END)
         AS planned_end,
       status.label_en AS status, a.progress_share, r.is_overdue, r.delay_month_count, r.reference_date,
       a.output_text, change.label_en AS policy_change, a.policy_document_text, a.linked_initiative_ids, a.linked_practice_ids
FROM core_workplan_activities AS a
JOIN report_activity_progress AS r ON r.activity_id = a.activity_id
LEFT JOIN core_work_plans AS p ON p.plan_id = a.plan_id
LEFT JOIN core_work_plan_objectives AS o ON o.objective_id = a.objective_id
LEFT JOIN core_target_policies AS t ON t.target_policy_id = a.target_policy_id
LEFT JOIN who ON who.activity_id = a.activity_id
LEFT JOIN core_codes AS level ON level.list_name = 'policy_levels' AND level.code = a.policy_level_code
LEFT JOIN core_codes AS status ON status.list_name = 'workplan_statuses' AND status.code = a.status_code
LEFT JOIN core_codes AS change ON change.list_name = 'policy_changes' AND change.code = a.policy_change_code
WHERE a.country_code = 'MAR'
ORDER BY p.plan_year, p.plan_title_text, objective_text, a.planned_start_date, a.activity_id;
