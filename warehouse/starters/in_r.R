# A start in R: initiatives on a map (sf), a question in SQL (RSQLite), a typed table (arrow, where it is installed).
# Run it from the folder that holds `warehouse/`.
suppressPackageStartupMessages({
  library(DBI)
  library(sf)
})

if (!dir.exists("warehouse/current")) {
  stop("There is no warehouse/current here; run `jmdi refresh`, or go to the folder that holds warehouse/.", call. = FALSE)
}
build <- normalizePath("warehouse/current") # one build throughout, also when a refresh ends in between
file <- file.path(build, "mapping.gpkg")

# The places of initiatives, as points.
places <- st_read(file, layer = "map_initiative_places", quiet = TRUE)
cat(length(unique(places$initiative_id)), "initiatives are on the map, at", nrow(places), "points.\n\n")

# A question in SQL. The file is read-only, and so is the connection.
warehouse <- dbConnect(RSQLite::SQLite(), file, flags = RSQLite::SQLITE_RO)
by_status <- dbGetQuery(warehouse, "
  SELECT coalesce(c.label_en, 'Not stated') AS status, sum(r.initiative_count) AS initiative_count
  FROM report_initiatives_by_status AS r
  LEFT JOIN core_codes AS c ON c.list_name = 'initiative_statuses' AND c.code = r.status_code
  GROUP BY 1 ORDER BY 2 DESC")
dbDisconnect(warehouse)
cat("Initiatives by status:\n")
print(by_status, row.names = FALSE)

# The same tables with dates as dates and flags as TRUE, FALSE or NA.
if (requireNamespace("arrow", quietly = TRUE)) {
  initiatives <- arrow::read_parquet(file.path(build, "tables", "core_initiatives.parquet"))
  cat("\nThey began between", format(range(initiatives$start_date, na.rm = TRUE)), "\n")
}

# A map in one line; type = "n" and a background come first in a real one.
pdf(NULL)
plot(st_geometry(places), pch = 20)
invisible(dev.off())
