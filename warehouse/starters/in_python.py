"""A start in Python: initiatives on a map, a table in pandas, a question in DuckDB. Run it from the folder that holds `warehouse/`."""

import sys
from pathlib import Path

import duckdb
import geopandas as gpd
import pandas as pd

BUILD = Path("warehouse/current").resolve()  # one build throughout, also when a refresh ends in between
if not BUILD.is_dir():
    sys.exit("There is no warehouse/current here; run `jmdi refresh`, or go to the folder that holds warehouse/.")
TABLES = BUILD / "tables"

# Initiatives as a table: dates are dates, flags are true, false or missing.
initiatives = pd.read_parquet(TABLES / "core_initiatives.parquet")
codes = pd.read_parquet(TABLES / "core_codes.parquet")
statuses = codes[codes["list_name"] == "initiative_statuses"].set_index("code")["label_en"]
by_status = initiatives["status_code"].map(statuses).fillna("Not stated").value_counts()
print("Initiatives by status:", by_status.to_string(), sep="\n", end="\n\n")

# Their places, as points; the same layer is in mapping.gpkg.
places = gpd.read_parquet(TABLES / "map_initiative_places.parquet")
print(f"{places['initiative_id'].nunique()} of {len(initiatives)} initiatives are on the map, at {len(places)} points.", end="\n\n")

# A question over several files, in SQL, without loading them. Records that rest on nothing but invented examples are left out.
QUESTION = """
WITH examples AS (
  SELECT l.record_id
  FROM 'core_lineage.parquet' AS l
  JOIN 'core_responses.parquet' AS r ON r.response_id = l.response_id
  JOIN 'core_submissions.parquet' AS s ON s.submission_id = r.submission_id
  WHERE l.table_name = 'core_initiatives'
  GROUP BY l.record_id
  HAVING bool_and(coalesce(s.is_example, false))
)
SELECT a.actor_name, count(DISTINCT x.initiative_id) AS initiative_count
FROM 'core_initiative_actors.parquet' AS x
JOIN 'core_actors.parquet' AS a ON a.actor_id = x.actor_id
WHERE x.role_code = 'FUND' AND x.initiative_id NOT IN (SELECT record_id FROM examples)
GROUP BY a.actor_name
ORDER BY initiative_count DESC, a.actor_name
LIMIT 5
"""
with duckdb.connect(config={"file_search_path": str(TABLES)}) as database:
    funders = database.execute(QUESTION).df()
print("Who funds most:", funders.to_string(index=False), sep="\n")
