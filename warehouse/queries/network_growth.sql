-- How do networks grow from round to round, within and beyond the funded projects? (Who bridges, and whom nothing reaches, by country: the
-- view bridges_and_unreached_by_country.)
SELECT n.country_code, n.network_name, n.level_code, g.round_name, g.member_count, g.joined_count, g.left_count, g.cumulative_count,
       n.inside_count, n.outside_count, n.local_authority_count, n.non_state_count, n.meeting_count, n.is_contradicted
FROM report_network_growth AS g
JOIN report_networks AS n ON n.network_id = g.network_id
ORDER BY n.country_code, n.network_name, g.round_number;
