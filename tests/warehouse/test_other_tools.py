"""The warehouse file in the tools of other offices, older than ours: GDAL's commands and R."""

import shutil
import subprocess

import pytest

from schemas.registry.map_layers import MAP_LAYERS
from schemas.registry.reports import REPORT_TABLES
from tests.warehouse.conftest import world
from tests.warehouse_file import write_warehouse_file

IN_R = """
    suppressPackageStartupMessages(library(sf))
    options(warn = 2)
    points <- st_read(commandArgs(TRUE)[1], layer = 'labelled_map_initiative_places_fr', quiet = TRUE)
    cat(nrow(points), st_crs(points)$epsg, points$country_name, st_coordinates(points), sep = '|')
    initiatives <- st_read(commandArgs(TRUE)[1], layer = 'core_initiatives', quiet = TRUE)
    cat('', initiatives$title_text, sep = '|')
"""


@pytest.fixture(scope="module")
def geopackage(tmp_path_factory):
    path = tmp_path_factory.mktemp("Été à Oujda") / "mapping.gpkg"
    write_warehouse_file(path, world())
    return path


def _run(*command):
    if not shutil.which(command[0]):
        packages = {"ogrinfo": "gdal-bin", "Rscript": "r-base-core r-cran-sf"}
        pytest.skip(f"{command[0]} is not here: apt-get install {packages[command[0]]}")
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_gdal_lists_layers_tables_and_views_without_a_warning(geopackage):
    done = _run("ogrinfo", "-ro", "-so", geopackage)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Warning" not in done.stdout
    listed = dict(line.split(": ")[1].partition(" (")[::2] for line in done.stdout.splitlines() if line[:1].isdigit())
    assert listed["map_corridors"] == "Multi Line String)"
    assert listed["labelled_map_territories_admin1_es"] == "Multi Polygon)"
    assert listed["labelled_initiatives_es"] == "None)"
    assert {*MAP_LAYERS, *(one.name for one in REPORT_TABLES), "layer_styles"} <= {*listed}


def test_gdal_finds_what_columns_mean_and_the_rows_of_a_view(geopackage):
    done = _run("ogrinfo", "-ro", geopackage, "labelled_map_initiative_places_es")
    assert (done.returncode, done.stderr) == (0, "")
    assert "country_name (String) = Marruecos" in done.stdout
    assert "POINT (-1.9 34.7)" in done.stdout
    assert "FID Column = OGC_FID" in done.stdout


def test_r_reads_layers_and_tables(geopackage):
    done = _run("Rscript", "-e", IN_R, geopackage)
    assert done.returncode == 0, done.stderr
    assert done.stdout == '1|4326|Maroc|-1.9|34.7|Oasis "vive"'
