-- How much money goes to each theme? A budget is divided in equal parts over the themes of its initiative, and stands once however many
-- places and organisations the initiative has: the columns may be added up. Only budgets that could be converted to US dollars are in it.
WITH themes AS (
  SELECT initiative_id, primary_theme_code AS theme_code FROM core_initiatives WHERE primary_theme_code IS NOT NULL
  UNION
  SELECT initiative_id, tag_code FROM core_initiative_tags WHERE list_name = 'themes'
),
parts AS (
  SELECT initiative_id, theme_code, 1.0 / count(*) OVER (PARTITION BY initiative_id) AS part FROM themes
)
SELECT p.theme_code, coalesce(c.label_en, 'Not stated') AS theme_name,
       round(cast(sum(coalesce(p.part, 1.0)) AS numeric), 2) AS budget_share_number,
       round(cast(sum(f.amount_usd * coalesce(p.part, 1.0)) AS numeric), 2) AS budget_usd
FROM core_finance AS f
LEFT JOIN parts AS p ON p.initiative_id = f.initiative_id
LEFT JOIN core_codes AS c ON c.list_name = 'themes' AND c.code = p.theme_code
WHERE f.finance_kind_code = 'budget' AND f.amount_usd IS NOT NULL
GROUP BY p.theme_code, c.label_en
ORDER BY budget_usd DESC, theme_name;
