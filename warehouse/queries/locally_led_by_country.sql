-- How many initiatives of each country are led locally, supported by the JMDI, and between local authorities of two countries? What nobody
-- said is counted apart, never as a no.
SELECT n.name_en AS country, count(*) AS initiative_count,
       count(CASE WHEN i.is_locally_led THEN 1 END) AS locally_led_count,
       count(CASE WHEN i.is_locally_led IS NULL THEN 1 END) AS locally_led_not_stated_count,
       count(CASE WHEN i.is_jmdi_supported THEN 1 END) AS jmdi_supported_count,
       count(CASE WHEN i.is_jmdi_supported IS NULL THEN 1 END) AS jmdi_supported_not_stated_count,
       count(CASE WHEN i.is_local_to_local THEN 1 END) AS local_to_local_count,
       count(CASE WHEN i.is_local_to_local IS NULL THEN 1 END) AS local_to_local_not_stated_count
FROM core_initiatives AS i
JOIN core_countries AS n ON n.country_code = i.country_code
GROUP BY n.name_en
ORDER BY n.name_en;
