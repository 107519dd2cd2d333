-- Which initiatives have a place within 120 km of Agadir, and how far away? Distances are great circles between points; the point of a unit is
-- its seat, main town or middle, as coordinate_precision_code says, so that whole regions are left out. Another place: its place_id from
-- core_place_names.
WITH here AS (
  SELECT place_id, latitude, longitude FROM core_places WHERE place_id = 'MAR:09.001.01.01'
),
steps AS (
  SELECT p.initiative_id, p.place_name, p.place_level_code, p.coordinate_precision_code,
         power(sin(radians(p.latitude - h.latitude) / 2), 2)
         + cos(radians(h.latitude)) * cos(radians(p.latitude)) * power(sin(radians(p.longitude - h.longitude) / 2), 2) AS haversine
  FROM core_initiative_places AS p
  CROSS JOIN here AS h
  WHERE p.status_code = 'matched' AND p.place_level_code IN ('admin2', 'admin3', 'town')
)
SELECT s.initiative_id, i.title_text, s.place_name, s.place_level_code, s.coordinate_precision_code,
       round(cast(12742.0 * asin(sqrt(s.haversine)) AS numeric), 1) AS distance_km
FROM steps AS s
JOIN core_initiatives AS i ON i.initiative_id = s.initiative_id
WHERE 12742.0 * asin(sqrt(s.haversine)) <= 120
ORDER BY distance_km, s.initiative_id, s.place_name;
