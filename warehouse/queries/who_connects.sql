-- Which organisations hold the networks together, and which connect countries?
SELECT actor_name, actor_type_code, degree_count, betweenness_share, is_cut_point, is_country_bridge, country_codes
FROM report_actor_connections
WHERE is_cut_point OR is_country_bridge
ORDER BY betweenness_share DESC, degree_count DESC, actor_id;
