-- From data up to knowledge that is used: how much is left at each tier, all countries that have reported together?
SELECT p.tier_number, c.label_en AS tier_name, sum(p.record_count) AS record_count, sum(p.linked_count) AS linked_count,
       round(1.0 * sum(p.record_count) / nullif(lag(sum(p.record_count)) OVER (ORDER BY p.tier_number), 0), 3) AS drop_ratio_number
FROM report_knowledge_pyramid AS p
JOIN core_codes AS c ON c.list_name = 'pyramid_tiers' AND c.code = p.tier_code
GROUP BY p.tier_number, c.label_en
ORDER BY p.tier_number;
