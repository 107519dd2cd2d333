"""The columns of the 3W: what each says in words, its HXL tag, and the field of a row that it holds."""

from typing import NamedTuple


class Column(NamedTuple):
    """A column: its header, its HXL tag, the field of a row. `+list` says that a cell may hold several values, parted by bars."""

    header: str
    tag: str
    field: str


COLUMNS = tuple(
    Column(*one)
    for one in (
        ("Initiative id", "#activity+id+code", "initiative_id"),
        ("Initiative", "#activity+name", "title"),
        ("Organisation", "#org+name", "organisation"),
        ("Organisation id", "#org+id+code", "organisation_id"),
        ("Organisation type", "#org+type+name", "organisation_type"),
        ("Organisation type code", "#org+type+code", "organisation_type_code"),
        ("Role of the organisation", "#x_role+name+list", "roles"),
        ("Funders of the initiative", "#org+name+funder+list", "funders"),
        ("Main theme", "#sector+name", "theme"),
        ("Main theme code", "#sector+code+v_jmdi", "theme_code"),
        ("All themes", "#sector+name+all+list", "themes"),
        ("DAC purposes", "#sector+code+v_dac+list", "dac_codes"),
        ("Interventions", "#subsector+name+list", "interventions"),
        ("Country", "#country+name", "country"),
        ("Country code", "#country+code+v_iso3", "country_code"),
        ("Country code of two letters", "#country+code+v_iso2", "iso2"),
        *(
            column
            for level in (1, 2, 3, 4)
            for column in (
                (f"Level {level}", f"#adm{level}+name", f"adm{level}_name"),
                (f"Level {level} P-code", f"#adm{level}+code+v_pcode", f"adm{level}_pcode"),
            )
        ),
        ("Place within the units", "#loc+name", "place"),
        ("Place as reported", "#x_reported+place", "place_as_reported"),
        ("What the place is to the initiative", "#loc+type+name", "place_role"),
        ("Latitude", "#geo+lat", "latitude"),
        ("Longitude", "#geo+lon", "longitude"),
        ("Precision of the point", "#geo+precision+name", "precision"),
        ("Precision code", "#geo+precision+code", "precision_code"),
        ("Precision by UCDP and AidData", "#geo+precision+code+v_ucdp", "ucdp_code"),
        ("Whether the place was found", "#meta+geo+status", "place_status"),
        ("Status", "#status+name", "status"),
        ("Status code", "#status+code+v_iati", "status_code"),
        ("Stage of scaling up", "#x_stage+name", "stage"),
        ("Start", "#date+start", "start"),
        ("End", "#date+end", "end"),
        ("Target groups", "#beneficiary+type+list", "target_groups"),
        ("People targeted", "#targeted+ind", "targeted"),
        ("People reached", "#reached+ind", "reached"),
        ("Women and girls reached", "#reached+f", "reached_women"),
        ("Budget in US dollars", "#value+usd", "value_usd"),
        ("What the figures are of", "#meta+figures", "figures_of"),
        ("Country that reports it", "#meta+country+name", "reporting_country"),
        ("Received row", "#meta+id+source", "source_id"),
        ("Web page", "#meta+url", "url"),
        ("Reported on", "#date+updated", "updated"),
    )
)
