"""The drafts that people finish: a case study as Word opens it, a country's policy plans, rows for the repositories of others."""

import csv
import io
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime

import docx
import pandas as pd
import pytest
from docx.oxml.ns import qn

from publications.drafts.case_study import case_study
from publications.drafts.every_draft import drafts
from publications.drafts.policy_plan import policy_plan
from schemas.registry import table
from schemas.tables import shape
from steps.codification.drafts import activities_to_draft, examples, practices_to_draft

MADE_AT = datetime(2017, 5, 1, tzinfo=UTC)
PRACTICE = {
    "practice_id": "ECU-CP-01", "country_code": "ECU", "initiative_id": "ECU-EX-01", "subject_type_code": "initiative",
    "title_text": "Escuela municipal", "introduction_text": "Un municipio acompaña.", "steps_text": "1. Curso 2. Plan 3. Mentor",
    "evidence_level_code": "E2", "results_evidence_text": "85 negocios.", "sdg_target_codes": "8.3", "replicability_score": 4,
    "replicability_text": "=HYPERLINK(\"x\")", "language_code": "es", "review_status_code": "VALIDATED",
}  # fmt: skip
ARABIC = PRACTICE | {"practice_id": "TUN-CP-01", "country_code": "TUN", "title_text": "دار المهاجرين", "language_code": "ar"}
LESSON = {
    "lesson_id": "L1", "practice_id": "ECU-CP-01", "lesson_number": 1, "lesson_text": "El mentor abre mercados.",
    "lesson_type_code": "design", "polarity_code": "works", "recommendation_text": "Pedir un mentor.",
}  # fmt: skip
ABOUT = {
    "practice_id": "ECU-CP-01", "title_text": "Escuela", "lead_names": "GAD de Cotacachi", "partner_names": "Universidad; Asociación",
    "place_names": "Cotacachi", "start_date": "2011-06", "end_date": None, "status_code": "4", "is_example": True,
}  # fmt: skip


def filled(name: str, *rows: dict[str, object]) -> list[dict[str, object]]:
    frame = shape(list(rows), table(name))
    return [dict(row) for row in frame.astype(object).where(frame.notna(), None).to_dict("records")]


def study(practice: dict[str, object], lessons: list[dict[str, object]] | None = None) -> bytes:
    return case_study(filled("core_practices", practice)[0], filled("core_lessons", *(lessons or [])), ABOUT, MADE_AT)


def texts(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


def test_a_case_study_has_the_sections_of_its_sheet_and_says_what_nobody_reported():
    told = texts(study(PRACTICE, [LESSON]))
    assert told[0] == "Escuela municipal"
    assert told[1].startswith("Borrador hecho por máquina") and told[2].startswith("Ejemplo: inventado")
    after = {
        title: told[told.index(title) + 1 :] for title in ("Pasos principales", "Lecciones", "Contexto migratorio", "Metas de los ODS")
    }
    assert after["Pasos principales"][:3] == ["1. Curso", "2. Plan", "3. Mentor"]
    assert after["Lecciones"][:2] == ["Funciona · Diseño: El mentor abre mercados.", "Recomendación: Pedir un mentor."]
    assert after["Contexto migratorio"][0] == "No informado. Por escribir."
    assert "8.3" in after["Metas de los ODS"][0]
    assert "Género y derechos" not in told  # not needed, and nobody wrote of it
    assert told[-1] == "Fuente: registros ECU-CP-01, ECU-EX-01 del almacén de mapeo."


def test_arabic_runs_from_right_to_left_but_dates_in_it_do_not():
    document = docx.Document(io.BytesIO(study(ARABIC)))
    assert all(paragraph._p.pPr.find(qn("w:bidi")) is not None for paragraph in document.paragraphs)
    rtl = {run.text: run._r.rPr.find(qn("w:rtl")) is not None for paragraph in document.paragraphs for run in paragraph.runs}
    assert rtl["دار المهاجرين"] and not rtl["\u200e2011-06"]  # without the mark, the label before it would turn it round


def test_the_same_record_gives_the_same_bytes_whatever_it_holds():
    odd = PRACTICE | {"title_text": "a\x0b<b>&\ufffe" + "x" * 5000, "introduction_text": "\u202eabc"}
    assert study(odd) == study(odd)
    assert {part.date_time for part in zipfile.ZipFile(io.BytesIO(study(odd))).infolist()} == {(1980, 1, 1, 0, 0, 0)}  # no clock in it
    assert texts(study(odd))[0] == "a<b>&" + "x" * 5000


def test_a_policy_plan_is_a_table_a_plan_in_the_language_of_the_country():
    activity = {
        "activity_id": "MAR-W-01", "country_code": "MAR", "response_id": "r1", "plan_title_text": "Plan national", "plan_year": 2016,
        "activity_text": "Former",
        "lead_actor_id": "a", "partner_actor_ids": "b|c", "planned_start_date": "2016-01-01", "planned_start_date_precision_code": "month",
        "status_code": "ONG", "progress_share": 60.0, "policy_change_code": "DRF",
    }  # fmt: skip
    actors = shape([{"actor_id": one, "actor_name": f"Acteur {one}"} for one in "abc"], table("core_actors"))
    invented = pd.DataFrame({"table_name": [], "record_id": []})
    files = shape([{"response_id": "r1", "submission_id": "s1"}], table("core_responses"))
    covers = shape([{"submission_id": "s1", "language_code": "fr"}], table("core_submissions"))
    rows = activities_to_draft(shape([activity], table("core_workplan_activities")), actors, files, covers, invented)
    rows = rows.astype(object).where(rows.notna(), None).to_dict("records")
    document = docx.Document(io.BytesIO(policy_plan("MAR", rows, MADE_AT)))
    assert [one.text for one in document.paragraphs if one.style.name == "Heading 1"] == ["Plan national · 2016"]
    [plan] = document.tables
    assert [cell.text for cell in plan.rows[1].cells] == [
        "", "Former", "Acteur a", "Acteur b; Acteur c", "", "2016-01", "", "En cours, 60 %", "", "Rédigée",
    ]  # fmt: skip
    assert [cell.text for cell in plan.rows[0].cells][:2] == ["Objectif", "Activité"]


def test_only_practices_that_were_validated_and_may_be_released_become_drafts():
    practices = shape([PRACTICE | {"practice_id": one, "initiative_id": None} for one in ("P1", "P2", "P3")], table("core_practices"))
    scores = shape(
        [
            {"practice_id": "P1", "is_validated": True},
            {"practice_id": "P2", "is_validated": False},
            {"practice_id": "P3", "is_validated": True, "barrier_codes": "consent"},
        ],
        table("report_practices"),
    )
    empty = [
        shape([], table(f"core_{name}"))
        for name in ("initiatives", "workplan_activities", "work_plans", "initiative_actors", "actors", "initiative_places")
    ]
    about = practices_to_draft(practices, scores, *empty, pd.DataFrame({"table_name": ["core_practices"], "record_id": ["P1"]}))
    made = drafts(
        practices,
        shape([], table("core_lessons")),
        about,
        activities_to_draft(
            empty[1],
            empty[4],
            shape([], table("core_responses")),
            shape([], table("core_submissions")),
            pd.DataFrame({"table_name": [], "record_id": []}),
        ),
        MADE_AT,
    )
    assert sorted(made) == ["case-studies/P1.docx", "gfmd-platform-for-partnerships.csv", "un-repository-of-practices.csv"]
    [row] = csv.DictReader(io.StringIO(made["un-repository-of-practices.csv"].decode("utf-8-sig")))
    assert (row["record_id"], row["is_example"], row["impact"], row["focal_point"]) == ("P1", "yes", "85 negocios.", "")
    assert row["replication_advice"] == '\'=HYPERLINK("x")'  # a text stays a text in every spreadsheet


def test_a_record_is_an_example_only_when_all_its_files_say_so():
    lineage = pd.DataFrame([("core_practices", "P1", "r1"), ("core_practices", "P1", "r2"), ("core_practices", "P2", "r1")],
                           columns=["table_name", "record_id", "response_id"])  # fmt: skip
    responses = pd.DataFrame({"response_id": ["r1", "r2"], "submission_id": ["s1", "s2"]})
    submissions = shape([{"submission_id": "s1", "is_example": True}, {"submission_id": "s2"}], table("core_submissions"))
    assert list(examples(lineage, responses, submissions)["record_id"]) == ["P2"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice Writer (soffice) to open the drafts")
def test_libreoffice_opens_the_drafts(tmp_path):
    for name, practice in (("es", PRACTICE), ("fr", PRACTICE | {"language_code": "fr"}), ("ar", ARABIC)):
        (tmp_path / f"{name}.docx").write_bytes(study(practice, [LESSON]))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    subprocess.run([*command, "--outdir", tmp_path, *sorted(tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=120)
    for name, words in (("es", "Pasos principales"), ("fr", "Étapes principales"), ("ar", "الخطوات الرئيسية")):
        assert words in (tmp_path / f"{name}.txt").read_text(encoding="utf-8-sig")
