-- How much money goes to the first-level units of each country? A budget is divided in equal parts over the units that its initiative works
-- in, so that the column may be added up; what works in the whole country, or nowhere that was found, is "No unit found".
WITH units AS (
  SELECT DISTINCT initiative_id, admin1_place_id AS place_id FROM core_initiative_places
  WHERE status_code = 'matched' AND admin1_place_id IS NOT NULL
),
parts AS (
  SELECT initiative_id, place_id, 1.0 / count(*) OVER (PARTITION BY initiative_id) AS part FROM units
)
SELECT f.country_code, coalesce(u.place_name, 'No unit found') AS unit_name, count(*) AS initiative_count,
       round(cast(sum(f.amount_usd * coalesce(p.part, 1.0)) AS numeric), 2) AS budget_usd
FROM core_finance AS f
LEFT JOIN parts AS p ON p.initiative_id = f.initiative_id
LEFT JOIN core_places AS u ON u.place_id = p.place_id
WHERE f.finance_kind_code = 'budget' AND f.amount_usd IS NOT NULL
GROUP BY f.country_code, u.place_id, u.place_name
ORDER BY f.country_code, budget_usd DESC, unit_name;
