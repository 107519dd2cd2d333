"""Coordinates as people write them: every notation that is read, and what must be refused or left open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from steps.places.read_coordinates import read_coordinates, says_coordinates
from steps.places.read_point import CoordinateFault, ReadPoint

RABAT, QUITO, TUNIS, KATHMANDU = (34.0209, -6.8416), (-0.2202, -78.5123), (36.8065, 10.1815), (27.7172, 85.324)
READ = [
    # latitude cell, longitude cell, latitude, longitude, notation
    ("34.0209", "-6.8416", *RABAT, "decimal"),
    ("34,0209", "-6,8416", *RABAT, "decimal"),
    ("34.0209°", "-6.8416 °", *RABAT, "decimal"),
    ("34.0209 N", "6.8416 W", *RABAT, "decimal"),
    ("N34.0209", "O 6.8416", *RABAT, "decimal"),
    ("34.0209° Norte", "6.8416° Oeste", *RABAT, "decimal"),
    ("Nord 34,0209", "Ouest 6,8416", *RABAT, "decimal"),
    ("٣٤٫٠٢٠٩ ش", "٦٫٨٤١٦ غ", *RABAT, "decimal"),
    ("34.0209 شمالاً", "6.8416 غرباً", *RABAT, "decimal"),
    ("२७.७१७२ उ", "८५.३२४ पू", *KATHMANDU, "decimal"),
    ("उत्तर २७.७१७२", "पूर्व ८५.३२४", *KATHMANDU, "decimal"),
    ("२७.७१७२ उ", "८५.३२४ प", 27.7172, -85.324, "decimal"),
    ("0.2202 S", "78.5123 W", *QUITO, "decimal"),
    ("-0.2202 S", "-78.5123 O", *QUITO, "decimal"),
    ("14 N", "121.050 E", 14.0, 121.05, "decimal"),
    ("−0.2202", "–78.5123", *QUITO, "decimal"),
    ("+36.8065", "+10.1815", *TUNIS, "decimal"),
    ("36.8065 Nord", "10.1815 Est", *TUNIS, "decimal"),
    ("36,8065° N", "10,1815° Este", *TUNIS, "decimal"),
    # both in one cell
    ("34.0209, -6.8416", "", *RABAT, "decimal"),
    ("34.0209,-6.8416", "", *RABAT, "decimal"),
    ("", "34.0209; -6.8416", *RABAT, "decimal"),
    ("34.0209 / -6.8416", "", *RABAT, "decimal"),
    ("34.0209 -6.8416", "", *RABAT, "decimal"),
    ("34.0209\n-6.8416", "", *RABAT, "decimal"),
    ("(34.0209, -6.8416)", "", *RABAT, "decimal"),
    ("34,0209; -6,8416", "", *RABAT, "decimal"),
    ("34,0209 -6,8416", "", *RABAT, "decimal"),
    ("34,0209, -6,8416", "", *RABAT, "decimal"),
    ("34,0209,-6,8416", "", *RABAT, "decimal"),
    ("36,8065,10,1815", "", *TUNIS, "decimal"),
    ("٣٤٫٠٢٠٩، -٦٫٨٤١٦", "", *RABAT, "decimal"),
    ("Lat: 34.0209, Long: -6.8416", "", *RABAT, "decimal"),
    ("long. -6.8416 lat. 34.0209", "", *RABAT, "decimal"),
    ("Latitud 34.0209 Longitud -6.8416", "", *RABAT, "decimal"),
    ("خط العرض 34.0209 خط الطول -6.8416", "", *RABAT, "decimal"),
    ("अक्षांश: 27.7172, देशान्तर: 85.324", "", *KATHMANDU, "decimal"),
    ("34.0209N 6.8416W", "", *RABAT, "decimal"),
    ("34.0209°N - 6.8416°W", "", *RABAT, "decimal"),
    ("W 6.8416 N 34.0209", "", *RABAT, "decimal"),
    ("34.0209, W 6.8416", "", *RABAT, "decimal"),
    ("34.0209, -6.8416", "34.0209, -6.8416", *RABAT, "decimal"),
    ("34.0209, -6.8416", "-6.8416", *RABAT, "decimal"),
    ("34.0209 -6.8416 75.0 4.8", "", *RABAT, "decimal"),  # latitude, longitude, altitude and accuracy of a survey tool
    # degrees, minutes, seconds
    ("34°01'15\"N", "6°50'30\"W", 34.0208333, -6.8416667, "dms"),
    ("34º 01´ 15´´ N", "6º 50´ 30´´ O", 34.0208333, -6.8416667, "dms"),
    ("34° 1′ 15″", "-6° 50′ 30″", 34.0208333, -6.8416667, "dms"),
    ("34° 1’ 15”", "-6° 50’ 30”", 34.0208333, -6.8416667, "dms"),
    ("34°01'15''N, 6°50'30''W", "", 34.0208333, -6.8416667, "dms"),
    ("34°01'15'N 6°50'30'W", "", 34.0208333, -6.8416667, "dms"),
    ("34°01'15\"N6°50'30\"W", "", 34.0208333, -6.8416667, "dms"),
    ("N 34° 01' 15\" W 6° 50' 30\"", "", 34.0208333, -6.8416667, "dms"),
    ("34d01m15s", "-6d50m30s", 34.0208333, -6.8416667, "dms"),
    ("34°01'15s N", "6°50'30s W", 34.0208333, -6.8416667, "dms"),
    ("34d01m15s N", "6d50m30s W", 34.0208333, -6.8416667, "dms"),
    ("34 deg 01 min 15 sec N", "6 deg 50 min 30 sec W", 34.0208333, -6.8416667, "dms"),
    ("34 grados 1 minuto 15 segundos norte", "6 grados 50 minutos 30 segundos oeste", 34.0208333, -6.8416667, "dms"),
    ("34 degrés 1 minute 15 secondes nord", "6 degrés 50 minutes 30 secondes ouest", 34.0208333, -6.8416667, "dms"),
    ("٣٤ درجة ١ دقيقة ١٥ ثانية شمال", "٦ درجة ٥٠ دقيقة ٣٠ ثانية غرب", 34.0208333, -6.8416667, "dms"),
    ("२७ डिग्री ४३ मिनेट २ सेकेन्ड उत्तर", "८५ डिग्री १९ मिनेट २६ सेकेन्ड पूर्व", 27.7172222, 85.3238889, "dms"),
    ("34:01:15", "-6:50:30", 34.0208333, -6.8416667, "dms"),
    ("34:01.25", "-6:50,5", 34.0208333, -6.8416667, "dms"),
    ("34:01:15 N, 6:50:30 W", "", 34.0208333, -6.8416667, "dms"),
    ("34 01 15", "-6 50 30", 34.0208333, -6.8416667, "dms"),
    ("34 01 15 N 6 50 30 W", "", 34.0208333, -6.8416667, "dms"),
    ("34° 1.25' N", "6° 50.5' W", 34.0208333, -6.8416667, "dms"),
    ("34°1,25'N 6°50,5'O", "", 34.0208333, -6.8416667, "dms"),
    ("0°13'12S", "78°30'44W", -0.22, -78.5122222, "dms"),
    ("-0°13'12\"", "-78°30'44\"", -0.22, -78.5122222, "dms"),
    ("34°01' 6°50'W", "", 34.0166667, -6.8333333, "dms"),
    ("34°01´15´´ de latitud norte, 6°50´30´´ de longitud oeste", "", 34.0208333, -6.8416667, "dms"),
    ("Latitude nord 34°01'15\"", "Longitude ouest 6°50'30\"", 34.0208333, -6.8416667, "dms"),
    ("N 34°01.250 W 006°50.500", "", 34.0208333, -6.8416667, "dms"),
    ("N34 01.250 W6 50.500", "", 34.0208333, -6.8416667, "dms"),
    # UTM
    ("17 M 777000.00 m E 9975650.00 m S", "", -0.2200929, -78.5114407, "utm"),
    ("17M 0777000 9975650", "", -0.2200929, -78.5114407, "utm"),
    ("17S 777000 9975650", "", -0.2200929, -78.5114407, "utm"),
    ("777000", "17S 9975650", -0.2200929, -78.5114407, "utm"),
    ("zona 17 sur E 777000 N 9975650", "", -0.2200929, -78.5114407, "utm"),
    ("UTM WGS84 17M 777000mE 9975650mN", "", -0.2200929, -78.5114407, "utm"),
    ("777000 E, 9975650 N, Zona 17 S", "", -0.2200929, -78.5114407, "utm"),
    ("17 S 9975650 777000", "", -0.2200929, -78.5114407, "utm"),
    ("17S; 777.000; 9.975.650", "", -0.2200929, -78.5114407, "utm"),
    ("17S 777000,9975650", "", -0.2200929, -78.5114407, "utm"),
    ("X: 777000 Y: 9975650 huso 17 sur", "", -0.2200929, -78.5114407, "utm"),
    ("fuseau 29 nord 699400 3766500", "", 34.0202112, -6.8404534, "utm"),
    ("16P 262000 1515000", "", 13.6942981, -89.2005298, "utm"),
    # links
    ("https://www.google.com/maps/place/Rabat/@34.01,-6.85,15z/data=!3m1!4b1!8m2!3d34.0209!4d-6.8416", "", *RABAT, "link"),
    ("https://maps.google.com/?q=34.0209,-6.8416", "", *RABAT, "link"),
    ("https://www.google.com/maps/search/?api=1&query=34.0209%2C-6.8416", "", *RABAT, "link"),
    ("https://www.google.com/maps/search/34.0209,+-6.8416", "", *RABAT, "link"),
    ("https://www.google.com/maps/@34.0209,-6.8416,15z", "", *RABAT, "link"),
    ("https://www.openstreetmap.org/?mlat=34.0209&mlon=-6.8416#map=12/34/-6.8", "", *RABAT, "link"),
    ("https://www.google.com/maps/@34.0209,-6.8416,1500m/data=!3m1!1e3", "", *RABAT, "link"),
    ("https://www.google.com/maps/@34.0209,-6.8416,3a,75y,90h/data=!3m6", "", *RABAT, "link"),
    ("www.google.com/maps/place/34.0209,-6.8416", "", *RABAT, "link"),
    ("https://www.openstreetmap.org/#map=15/34.0209/-6.8416", "", *RABAT, "link"),
    ("geo:34.0209,-6.8416?z=15", "", *RABAT, "link"),
]  # fmt: skip


@pytest.mark.parametrize("case", READ, ids=lambda case: f"{case[0][:40]!r} {case[1][:20]!r}")
def test_a_point_is_read_in_every_notation(case):
    latitude, longitude, expected_latitude, expected_longitude, notation = case
    read = read_coordinates(latitude, longitude)
    assert isinstance(read, ReadPoint), read
    assert (read.latitude, read.longitude) == pytest.approx((expected_latitude, expected_longitude), abs=1e-7)
    assert (read.notation, read.is_exchanged) == (notation, False)


REFUSED = [
    # latitude cell, longitude cell, finding
    ("-1234567", "-78.5", "coordinates-decimal-lost"),
    ("13.692.940", "-89.218.200", "coordinates-decimal-lost"),
    ("340209", "-68416", "coordinates-decimal-lost"),
    ("34.0209", "", "coordinates-incomplete"),
    ("", "-6.8416", "coordinates-incomplete"),
    ("34,0209", "", "coordinates-incomplete"),
    ("34°01'15\"N", "", "coordinates-incomplete"),
    ("95.5", "-190", "number-out-of-range"),
    ("95.5", "-100.2", "number-out-of-range"),
    ("95.5 N", "-6.8", "number-out-of-range"),
    ("34.02", "200.5", "number-out-of-range"),
    ("-34.02 N", "6.84 W", "coordinates-ambiguous"),
    ("+34.02 S", "6.84 W", "coordinates-ambiguous"),
    ("34.02 N", "6.84 N", "coordinates-ambiguous"),
    ("Lat 34.02 W", "6.84", "coordinates-ambiguous"),
    ("34.02 W 6.84", "", "coordinates-ambiguous"),
    ("34.02 - 6.84", "", "coordinates-ambiguous"),
    ("34.02-6.84", "", "coordinates-ambiguous"),
    ("34.02, -6.84", "34.5, -6.9", "coordinates-ambiguous"),
    ("34.02, -6.84", "-7.5", "coordinates-ambiguous"),
    ("34.02, -6.84", "6.84", "coordinates-ambiguous"),
    ("14 40", "-17 26", "coordinates-ambiguous"),
    ("0°13'12s", "78°30'44\"W", "coordinates-ambiguous"),
    ("0D13M12S", "78D30M44S", "coordinates-ambiguous"),
    ("7e-05", "-6.84", "coordinates-ambiguous"),
    ("latitud oeste 34.02", "6.84", "coordinates-ambiguous"),
    ("17 M 777000 m E 75650 m S", "", "coordinates-unreadable"),
    ("34°61'15\"N", "6°50'30\"W", "coordinates-unreadable"),
    ("34°01'75\"N", "6°50'30\"W", "coordinates-unreadable"),
    ("34.5°30'N", "6°50'W", "coordinates-unreadable"),
    ("34.1.12", "6.5.1", "coordinates-unreadable"),
    ("34'01\"", "6'50\"", "coordinates-unreadable"),
    ("near the market", "-6.84", "coordinates-unreadable"),
    ("34.02 altitude 75", "-6.84", "coordinates-unreadable"),
    ("#REF!", "-6.84", "coordinates-unreadable"),
    ("34.02, -6.84, 33.9, -6.9, 33.8", "", "coordinates-unreadable"),
    ("https://maps.app.goo.gl/AbCd12345", "", "coordinates-unreadable"),
    ("https://www.google.com/maps/dir/!3d34.02!4d-6.84!3d33.5!4d-7.6", "", "coordinates-ambiguous"),
    ("777000", "9975650", "coordinates-decimal-lost"),  # UTM without its zone
    ("https://www.google.com/maps/dir/33.57,-7.58/34.0209,-6.8416", "", "coordinates-unreadable"),
    ("https://maps.google.com/?q=134.0209,-6.8416", "", "coordinates-unreadable"),
    ("UTM 777000 9975650", "", "coordinates-unreadable"),
    ("17S 77700 9975650", "", "coordinates-unreadable"),  # no easting
    ("17Z 777000 9975650", "", "coordinates-unreadable"),
    ("17N 777000 9975650", "", "coordinates-unreadable"),  # beyond the pole
    ("PSAD56 17S 777000 9975650", "", "coordinates-unreadable"),  # another datum: 300 m off
]  # fmt: skip


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"{case[0][:40]!r} {case[1][:20]!r}")
def test_what_may_mean_something_else_is_refused(case):
    latitude, longitude, finding_code = case
    read = read_coordinates(latitude, longitude)
    assert isinstance(read, CoordinateFault), read
    assert read.finding_code == finding_code


EXCHANGED = [
    ("6.8416 W", "34.0209 N", *RABAT),
    ("Longitude -6.8416", "Latitude 34.0209", *RABAT),
    ("121.05", "14.6488", 14.6488, 121.05),  # no latitude is 121
]


@pytest.mark.parametrize("case", EXCHANGED, ids=lambda case: case[0])
def test_cells_that_are_exchanged_beyond_doubt_are_read_so(case):
    read = read_coordinates(*case[:2])
    assert isinstance(read, ReadPoint)
    assert (read.latitude, read.longitude, read.is_exchanged) == (*case[2:], True)


def test_an_s_that_may_be_a_band_or_the_south_gives_both_points():
    read = read_coordinates("32S 606000 4074000", "")  # Tunis in its band, or the ocean south of Africa
    assert isinstance(read, CoordinateFault)
    assert [round(point.latitude) for point in read.readings] == [37, -53]


TEXTS = [
    ("34.0209, -6.8416", True),
    ("https://maps.google.com/?q=34.0209,-6.8416", True),
    ("34°01'15\"N 6°50'30\"W", True),
    ("17S 777000 9975650", True),
    ("Rabat", False),
    ("12, 14", False),
    ("2015", False),
    ("0101 0102", False),
    ("Distrito 4", False),
    ("https://example.org/a?b=1", False),
    ("Zona 17", False),
    ("5 N, 3 E", False),
    ("Km 12,55 S", False),
]


@pytest.mark.parametrize(("text", "says"), TEXTS)
def test_a_place_is_coordinates_only_when_it_is_nothing_else(text, says):
    assert says_coordinates(text) == says
    assert (read_coordinates("", "", text) is not None) == says


def test_precision_is_the_last_place_written():
    written = [("34", "-6"), ("34.02", "-6.84"), ("34.0209", "-6.84"), ("34°01'N", "6°50'W"), ("34°01'15\"N", "6°50'30.5\"W")]
    written += [("17S 777000.5 9975650.5", ""), ("https://www.google.com/maps/@34.0209,-6.8416,15z", "")]
    precisions = [round(read_coordinates(*cells).precision_metres, 1) for cells in written]
    assert precisions == [111320.0, 1113.2, 1113.2, 1855.3, 30.9, 0.1, 1220.7]


def test_empty_cells_say_nothing():
    assert read_coordinates("", " ") is None
    assert read_coordinates("-", "—", "") is None


latitudes, longitudes = st.integers(-900000, 900000), st.integers(-1800000, 1800000)  # ten-thousandths of a degree


def decimal(degrees: float) -> str:
    return f"{degrees:.4f}"


def sexagesimal(degrees: float, letters: str) -> str:
    seconds = round(abs(degrees) * 36000)
    return f"{seconds // 36000}°{seconds // 600 % 60}'{seconds % 600 / 10:.1f}\"{letters[degrees < 0]}"


@given(latitudes, longitudes)
def test_any_point_reads_back_from_every_notation(north, east):
    latitude, longitude = north / 10000, east / 10000
    sides = sexagesimal(latitude, "NS"), sexagesimal(longitude, "EO")
    for cells in (
        (decimal(latitude), decimal(longitude)),
        (decimal(latitude).replace(".", ","), decimal(longitude).replace(".", ",")),
        (f"{decimal(latitude)}, {decimal(longitude)}", ""),
        ("", f"{decimal(latitude)};{decimal(longitude)}".replace(".", ",")),
        sides,
        (" ".join(sides), ""),
        (f"{decimal(abs(latitude))}{'NS'[latitude < 0]} {decimal(abs(longitude))}{'EW'[longitude < 0]}", ""),
        (f"geo:{decimal(latitude)},{decimal(longitude)}", ""),
    ):
        read = read_coordinates(*cells)
        assert isinstance(read, ReadPoint), cells
        nearest = read.precision_metres / 111_320
        assert (read.latitude, read.longitude) == pytest.approx((latitude, longitude), abs=max(nearest, 1e-7)), cells


@given(st.integers(-790000, 830000).filter(lambda north: abs(north) > 100), st.integers(-1799000, 1799000))
def test_any_point_reads_back_from_utm(north, east):
    latitude, longitude = north / 10000, east / 10000
    zone = min(int((longitude + 180) // 6) + 1, 60)
    side, code = ("sur", 32700) if latitude < 0 else ("norte", 32600)
    easting, northing = Transformer.from_crs(4326, code + zone, always_xy=True).transform(longitude, latitude)
    read = read_coordinates(f"zona {zone} {side} E {easting:.0f} N {northing:.0f}", "")
    assert isinstance(read, ReadPoint)
    assert (read.latitude, read.longitude) == pytest.approx((latitude, longitude), abs=1e-4)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_no_text_is_more_than_a_fault(latitude, longitude, place):
    assert isinstance(read_coordinates(latitude, longitude, place), ReadPoint | CoordinateFault | None)


@given(st.text("0123456789.,-+/@?&=!#zmq34dlatngeo:", max_size=40))
def test_no_link_is_more_than_a_fault(end):
    for start in ("https://www.google.com/maps", "https://www.google.com/maps/@34.02,-6.84,", "geo:", "https://osm.org/#map="):
        assert isinstance(read_coordinates(start + end, ""), ReadPoint | CoordinateFault)


@given(st.text("0123456789.,-+°'\"NSEWOndms;/ :zonaUTMxy", max_size=40), st.text("0123456789.,-°'\"NSEW ", max_size=20))
def test_no_marks_of_coordinates_are_more_than_a_fault(latitude, longitude):
    read = read_coordinates(latitude, longitude)
    assert read is None or isinstance(read, CoordinateFault) or (abs(read.latitude) <= 90 and abs(read.longitude) <= 180)
