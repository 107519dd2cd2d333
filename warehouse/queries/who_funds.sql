-- Which organisations fund the most initiatives in each country, as named?
SELECT country_code, actor_name, initiative_count
FROM report_funders
ORDER BY country_code, initiative_count DESC, actor_name;
