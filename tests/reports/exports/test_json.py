"""The comparison as JSON, and the command that writes it: the interface others rely on."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from assessor.accounts.actions import users
from assessor.audit.models import AuditEvent, AuditPayload
from assessor.candidates.models import CandidateIdentity
from assessor.interviews.actions import reads
from assessor.openings.models import Opening
from assessor.reports.exports.json import comparison_document, comparison_json
from assessor.reports.queries import comparison_of
from tests.moments import AT
from tests.needs import need_pango
from tests.reports.hiring import hiring
from tests.shell import run

pytestmark = pytest.mark.django_db

# design.md 5.3, word by word; a list holds the shape of each of its items.
CANDIDATE = {
    "ref": str, "name": str, "stage": str, "shortlisted": bool, "cards": int, "coverage": float, "score": float,
    "bounds": None, "provisional": bool, "rank": int, "tied": bool, "interval": [float], "se": float, "p_best": float,
    "recommendations": {"strong_yes": int, "yes": int, "undecided": int, "no": int, "strong_no": int},
    "criteria": [{"key": str, "mean": float, "percent": float, "sd": float, "range": float, "n": int, "rwg": None}],
    "dominated_by": list,
}  # fmt: skip
DOCUMENT = {
    "schema": str, "method_version": int, "data_hash": str, "as_of": str,
    "opening": {"slug": str, "title": str, "role": str, "state": str, "panel_rule": str},
    "rubric": {"version": int, "content_hash": str, "criteria": [
        {"key": str, "name": str, "competency": str, "weight": float, "lo": float, "hi": float, "step": float}
    ]},
    "candidates": [CANDIDATE],
    "interviewers": [{
        "name": str, "cards": int, "leniency": float, "se": float, "mean": float, "sd": float, "flat_cards": int,
        "reason": None,
    }],
    "agreement": {
        "icc": {
            "form": str, "value": float, "interval": [float], "panel_value": float, "panel_interval": [float],
            "words": str, "reason": None,
        },
        "alpha": [{"key": str, "value": float, "interval": ..., "reason": ...}],
    },
    "order": {
        "clear_winner": None, "p_first_beats_second": float, "one_step_flips": bool,
        "leave_one_out": [{"without": str, "order": [str]}],
    },
    "weights": {"flips": [{"key": str, "weight": float, "flips_at": None}], "first_rank_share": dict},
    "unexpected": list,
    "notes": [{"code": str, "text": str}],
}  # fmt: skip


def assert_shape(value, shape, place="document"):
    if isinstance(shape, dict):
        assert list(value) == list(shape), place
        for key, inner in shape.items():
            assert_shape(value[key], inner, f"{place}.{key}")
    elif isinstance(shape, list):
        assert value, place
        for item in value:
            assert_shape(item, shape[0], f"{place}[]")
    elif shape is not ...:
        assert type(value) is (type(None) if shape is None else shape), place


@pytest.fixture
def archive():
    archive = hiring("Clarity", "Depth")
    for name, first, second in (("Ngozi", (5, 5), (4, 5)), ("Obi", (3, 3), (2, 5))):
        application = archive.candidate(name)
        archive.card(application, "Ann", *first, recommendation="yes")
        archive.card(application, "Bea", *second, at=AT + dt.timedelta(hours=1))
    return archive


def compared(hiring, viewer=None):
    opening = Opening.objects.select_related("role", "rubric").get(pk=hiring.opening.pk)
    return comparison_of(opening=opening, viewer=viewer or users.ensure_system(at=AT))


def document_of(hiring, viewer=None):
    return comparison_document(compared(hiring, viewer))


def test_document_has_exactly_the_keys_of_its_schema(archive):
    assert_shape(document_of(archive), DOCUMENT)


def test_document_by_hand(archive):
    document = document_of(archive)
    assert document["schema"] == "assessor.comparison/1"
    assert document["as_of"] == (AT + dt.timedelta(hours=1)).isoformat()
    assert document["opening"] == {
        "slug": "archive",
        "title": "Archivist",
        "role": archive.opening.role.title,
        "state": "open",
        "panel_rule": "mean",
    }
    assert document["rubric"]["criteria"][0] == {
        "key": "clarity", "name": "Clarity", "competency": "Craft", "weight": 0.5, "lo": 1.0, "hi": 5.0, "step": 1.0,
    }  # fmt: skip
    ngozi = document["candidates"][0]
    assert (ngozi["name"], ngozi["score"], ngozi["rank"], ngozi["cards"]) == ("Ngozi", 93.75, 1, 2)
    assert ngozi["criteria"][0] == {
        "key": "clarity", "mean": 4.5, "percent": 87.5, "sd": 0.5**0.5, "range": 1.0, "n": 2, "rwg": None,
    }  # fmt: skip
    assert [(person["name"], person["cards"]) for person in document["interviewers"]] == [
        ("Ann", 2),
        ("Bea", 2),
    ]


def test_document_is_the_same_bytes_twice_and_holds_no_nan(archive):
    first = comparison_json(compared(archive))
    assert first == comparison_json(compared(archive))
    assert "NaN" not in first
    assert "Infinity" not in first
    assert json.loads(first) == document_of(archive)


def test_document_before_the_first_card_gives_nulls_and_the_rubrics_own_weights():
    archive = hiring("Clarity", "Depth", weights=(3, 1))
    archive.candidate("Ngozi")
    document = document_of(archive)
    assert [criterion["weight"] for criterion in document["rubric"]["criteria"]] == [0.75, 0.25]
    [ngozi] = document["candidates"]
    assert (ngozi["score"], ngozi["rank"], ngozi["bounds"], document["as_of"]) == (None, None, None, None)
    assert (ngozi["coverage"], ngozi["cards"], ngozi["provisional"]) == (0.0, 0, False)
    assert {criterion["n"] for criterion in ngozi["criteria"]} == {0}
    assert {criterion["mean"] for criterion in ngozi["criteria"]} == {None}


def test_document_of_an_empty_opening_is_valid():
    document = json.loads(comparison_json(compared(hiring())))
    assert (document["candidates"], document["interviewers"]) == ([], [])
    assert list(document) == list(DOCUMENT)


def test_document_of_a_provisional_candidate():
    archive = hiring("Clarity", "Depth")
    archive.card(archive.candidate("Ngozi"), "Ann", 3, None)
    archive.card(archive.candidate("Obi"), "Ann", 3, 3)
    ngozi = document_of(archive)["candidates"][0]
    assert (ngozi["score"], ngozi["bounds"], ngozi["provisional"], ngozi["coverage"]) == (
        50.0,
        [25.0, 75.0],
        True,
        0.5,
    )
    assert (ngozi["rank"], ngozi["tied"], ngozi["interval"], ngozi["p_best"]) == (None, False, None, None)


def test_document_candidates_stand_by_name_then_ref(archive):
    archive.candidate("ngozi")
    archive.candidate("Ngozi")
    CandidateIdentity.objects.filter(name="Obi").update(name="Abe")
    names = [(person["name"].lower(), person["ref"]) for person in document_of(archive)["candidates"]]
    assert names == sorted(names)
    assert len(names) == 4


def test_document_of_a_blind_viewer_has_no_number_of_the_hidden_row(archive):
    marit = archive.team("Marit")
    archive.seat(archive.opening.applications.get(candidate__identity__name="Ngozi"), "Marit")
    ngozi, obi = document_of(archive, marit)["candidates"]
    known = {"ref", "name", "stage", "shortlisted"}
    assert list(ngozi) == list(CANDIDATE)
    assert {key for key, value in ngozi.items() if value is not None} == known
    assert (obi["score"], obi["rank"], obi["tied"]) == (56.25, None, False)


# --- the command ------------------------------------------------------------------------------------------


def test_compare_writes_json_to_standard_output(archive):
    ran = run("compare", "archive")
    assert (ran.status, ran.err) == (0, "")
    assert json.loads(ran.out) == document_of(archive)
    assert run("compare", "archive").out == ran.out


def test_compare_records_one_export(archive, events):
    run("compare", "archive")
    with events() as recorded:
        run("compare", "archive")
    assert recorded == ["comparison.exported"]
    payload = AuditPayload.objects.order_by("-seq").first().payload
    assert payload["after"] == {"format": "json", "candidates": 2}


def test_record_export_says_who_what_and_how_many(archive, at):
    marit = archive.team("Marit")
    reads.record_export(opening=archive.opening, format="csv", rows=7, by=marit, at=at)
    event = AuditEvent.objects.order_by("-seq").first()
    assert (event.action, event.actor_ref, event.object_type, event.object_ref) == (
        "comparison.exported", marit.ref, "opening", "archive",
    )  # fmt: skip


def test_compare_sees_every_card_but_drafts_and_takes_a_panel_rule(archive):
    document = json.loads(run("compare", "archive", "--panel-rule", "median").out)
    assert document["opening"]["panel_rule"] == "median"
    assert "panel_rule" in [note["code"] for note in document["notes"]]
    assert Opening.objects.get(pk=archive.opening.pk).panel_rule == "mean"


def test_compare_writes_a_file(archive, tmp_path):
    path = tmp_path / "comparison.json"
    ran = run("compare", "archive", "--output", path)
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert path.read_text(encoding="utf-8") == run("compare", "archive").out


def test_compare_that_cannot_write_leaves_no_event(archive, tmp_path, events):
    users.ensure_system(at=AT)
    with events() as recorded:
        ran = run("compare", "archive", "--output", tmp_path / "nowhere" / "comparison.json")
    assert (ran.status, ran.out, recorded) == (1, "", [])
    assert "cannot be written: No such file or directory." in ran.err


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("csv", b"\xef\xbb\xbf"),
        ("scores", b"\xef\xbb\xbf"),
        ("xlsx", b"PK"),
        ("pdf", b"%PDF-"),
        ("html", b"<!DOCTYPE html>"),
    ],
)
def test_compare_writes_every_other_form(archive, tmp_path, name, begins, events):
    if name == "pdf":
        need_pango()
    users.ensure_system(at=AT)
    with events() as recorded:
        ran = run("compare", "archive", "--format", name, "--output", tmp_path / "file")
    assert (ran.status, ran.out, ran.err, recorded) == (0, "", "", ["comparison.exported"])
    assert (tmp_path / "file").read_bytes().startswith(begins)


def test_compare_writes_a_workbook_to_a_pipe(archive, capsysbinary):
    ran = run("compare", "archive", "--format", "xlsx")
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert capsysbinary.readouterr().out.startswith(b"PK")


@pytest.mark.parametrize(
    ("words", "status", "reason"),
    [
        (["nowhere"], 1, "There is no opening “nowhere”."),
        ([], 2, "the following arguments are required: SLUG"),
        (["archive", "--format", "docx"], 2, "invalid choice: 'docx'"),
        (["archive", "--panel-rule", "best"], 2, "invalid choice: 'best'"),
        (["\udcff"], 2, "An argument is not UTF-8 text."),
    ],
)
def test_compare_refusals(words, status, reason):
    ran = run("compare", *words)
    assert (ran.status, ran.out) == (status, "")
    assert reason in ran.err
    assert not AuditEvent.objects.exists()
