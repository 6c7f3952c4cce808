"""`import_scores`, as a shell sees it."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys

import openpyxl
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessor.interviews.models import Evidence, Score, Scorecard
from assessor.openings.models import Opening
from roles.models import Criterion, Rubric
from tests.score_files import HEADER, long_file, panel, rows_in_tables
from tests.shell import run

pytestmark = pytest.mark.django_db
NEW = ("--opening", "archive", "--create-role", "Archivist", "--scale", "1:5:1")


@pytest.fixture
def scores(tmp_path):
    """Return a function that writes a file of scores and returns its path."""

    def write(content: bytes, name="scores.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def good(scores):
    return scores(panel(["Ngozi", "Obi"], ["Ann", "Bea"], ["Clarity", "Depth"]))


def test_imports_and_says_so(good):
    ran = run("import_scores", good, *NEW)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (
        "Imported 8 scores (0 not assessed) on 4 scorecards: 2 candidates, 2 interviewers, into archive.\n"
    )
    assert Opening.objects.get().slug == "archive"


def test_imports_a_spreadsheet(tmp_path):
    made = openpyxl.Workbook()
    for row in (
        ("candidate", "interviewer", "criterion", "score", "submitted_at"),
        ("Ngozi", "Ann", "Clarity", 4, dt.date(2026, 1, 31)),
        ("Ngozi", "Ann", "Depth", None, dt.date(2026, 1, 31)),
        ("Ngozi", "Bea", "Clarity", "2", None),
        (7, "Bea", "Clarity", 3.0, None),
    ):
        made.active.append(row)
    made.save(tmp_path / "scores.xlsx")
    ran = run("import_scores", tmp_path / "scores.xlsx", *NEW)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(
        "Imported 3 scores (1 not assessed) on 3 scorecards: 2 candidates, 2 interviewers"
    )
    days = Scorecard.objects.filter(seat__interviewer__name="Ann").values_list(
        "submitted_at__date", flat=True
    )
    assert list(days) == [dt.date(2026, 1, 31)]


def test_dry_run_leaves_no_row_anywhere(good):
    before = rows_in_tables()
    ran = run("import_scores", good, *NEW, "--dry-run")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Would import 8 scores")
    assert rows_in_tables() == before


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty."),
        (HEADER.encode() + b"\n", "The file has a header but no score below it."),
        (
            long_file("Ngozi,Ann,Clarity,3", "Ngozi,Ann,Depth,6"),
            "row 3: 6 is off the scale, which is 1 to 5.",
        ),
        (long_file("Ngozi,Ann,Clarity"), "row 2: has 3 cells where the header has 4"),
        (b"\xff\xfe\x00", "The file is neither UTF-8 text nor XLSX."),
        (b"PK\x03\x04", "The file begins like XLSX but cannot be read as one."),
        (b"%PDF-1.7\n", "row 1: The column “candidate” is missing"),
    ],
)
def test_refuses_a_bad_file_with_its_reason_on_standard_error(scores, content, reason):
    before = rows_in_tables()
    ran = run("import_scores", scores(content), *NEW)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("CommandError: scores.csv was not imported.\n")
    assert reason in ran.err
    assert rows_in_tables() == before


def test_refuses_what_stands_in_the_way_already(good):
    assert run("import_scores", good, *NEW).status == 0
    before = rows_in_tables()
    again = run("import_scores", good, *NEW)
    assert (again.status, again.out) == (1, "")
    assert "There is already a role at “archivist”." in again.err
    added = run("import_scores", good, "--opening", "archive")
    assert (added.status, added.out) == (1, "")
    assert "row 2: Ann has a card for Ngozi already; remove these rows." in added.err
    assert rows_in_tables() == before


def test_asks_about_nothing_but_the_minimum_and_never_on_the_terminal(scores):
    path = scores(panel(["Ngozi"], ["Ann"], ["Clarity", "Depth"], score="1"))
    before = rows_in_tables()
    ran = run("import_scores", path, *NEW)
    assert (ran.status, ran.out) == (1, "")
    assert "Ann gave nothing but the lowest value of the scale." in ran.err
    assert "--minimum-is-missing 'Ann'" in ran.err
    assert "--yes" in ran.err
    assert rows_in_tables() == before
    assert run("import_scores", path, *NEW, "--yes").status == 0
    assert Score.objects.filter(value=1).count() == 2


def test_takes_a_map_and_weights(scores):
    path = scores(panel(["Ngozi"], ["Ann"], ["a=b", "Depth"]).replace(b"interviewer", b"rater", 1))
    weights = ("--weight", "a=b=30", "--weight", "Depth=10")
    assert run("import_scores", path, *NEW, *weights).status == 1
    ran = run("import_scores", path, *NEW, *weights, "--map", "interviewer=rater")
    assert (ran.status, ran.err) == (0, "")
    assert [
        float(weight) for weight in Criterion.objects.order_by("id").values_list("weight", flat=True)
    ] == [
        0.75,
        0.25,
    ]
    assert Rubric.objects.get().weight_reason == "given at import of scores.csv"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ((), "the following arguments are required: --opening"),
        (("--opening", "archive", "--create-role", "Archivist"), "--create-role needs --scale"),
        (("--opening", "archive", "--scale", "1:5:1"), "--scale and --weight go with --create-role"),
        (("--opening", "archive", "--weight", "Depth=3"), "--scale and --weight go with --create-role"),
        ((*NEW, "--weight", "Depth"), "“Depth” is not a weight"),
        ((*NEW, "--map", "rater"), "“rater” does not say which column is which"),
        ((*NEW, "--panel-rule", "best"), "invalid choice: 'best'"),
        ((*NEW, "--best"), "unrecognized arguments: --best"),
        ((*NEW[:3], " ", *NEW[4:]), "A role needs a title"),
        ((*NEW[:5], "5:1:1"), "The lowest value must be below the highest."),
        ((*NEW[:5], "1:5"), "“1:5” is not a scale"),
        ((*NEW[:5], "1:5:0"), "The step must be above zero."),
        ((*NEW[:5], "1:5:3"), "The steps must lead from the lowest value exactly to the highest."),
        ((*NEW[:5], "0:NaN:1"), "“0:NaN:1” is not a scale"),
        ((*NEW[:5], "0:9999999:1"), "The values of a scale lie below 1000000."),
    ],
)
def test_wrong_usage_is_status_two(good, options, reason):
    before = rows_in_tables()
    ran = run("import_scores", good, *options)
    assert (ran.status, ran.out) == (2, "")
    assert reason in ran.err
    assert rows_in_tables() == before


@pytest.mark.parametrize("path", ["/nowhere/scores.csv", "/", "\udcff.csv"])
def test_a_file_that_cannot_be_read(path):
    ran = run("import_scores", path, *NEW)
    assert (ran.status, ran.out) == (1, "")
    assert "cannot be read" in ran.err


def test_an_argument_that_is_no_text(good):
    ran = run("import_scores", good, "--opening", "\udcff")
    assert (ran.status, ran.out, ran.err) == (2, "", "UsageError: An argument is not UTF-8 text.\n")


def test_a_large_file_is_written_in_bulk(scores):
    """A query for some hundred rows, never for each: 50,000 scores then take seconds."""
    people, panelists = [f"Person {n:03}" for n in range(200)], [f"Judge {n}" for n in range(10)]
    path = scores(panel(people, panelists, [f"Criterion {n}" for n in range(5)]))
    with CaptureQueriesContext(connection) as queries:
        ran = run("import_scores", path, *NEW)
    assert ran.out.startswith("Imported 10000 scores (0 not assessed) on 2000 scorecards: 200 candidates")
    assert len(queries) < 300


AWKWARD = (
    "\ufeffcandidate;interviewer;criterion;score;evidence\r\n"
    '"Okafor; Ngozi";Ann;Clarity;4;"Said ""no"",\r\nand left."\r\n'
)


def test_in_09_byte_order_mark_semicolons_quotes_and_a_new_line_in_a_cell(scores):
    ran = run("import_scores", scores(AWKWARD.encode()), *NEW)
    assert (ran.status, ran.err) == (0, "")
    evidence = Evidence.objects.get(criterion__isnull=False)
    assert evidence.text.replace("\r\n", "\n") == 'Said "no",\nand left.'
    card = evidence.revision.scorecard
    assert card.seat.interview.application.candidate.identity.name == "Okafor; Ngozi"
    assert card.current.scores.get().value == 4


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "cp1252", "mac-roman"])
def test_in_09_another_encoding_is_refused_whole(scores, encoding):
    before = rows_in_tables()
    ran = run("import_scores", scores(long_file("Zoë,Ann,Clarity,4").decode().encode(encoding)), *NEW)
    assert (ran.status, ran.out) == (1, "")
    assert "The file is neither UTF-8 text nor XLSX." in ran.err
    assert rows_in_tables() == before


def test_in_09_of_fifty_thousand_rows_each_bad_one_is_named_and_none_is_written(scores):
    people = [f"Person {n:03}" for n in range(500)]
    criteria = [f"Criterion {n}" for n in range(10)]
    lines = panel(people, [f"Judge {n}" for n in range(10)], criteria).decode().splitlines()
    assert len(lines) == 50_001
    lines[20_000] = lines[20_000].removesuffix("3") + "6"
    lines[40_000] = lines[40_000].removesuffix(",3")
    lines.append(lines[1])
    before = rows_in_tables()
    ran = run("import_scores", scores("\r\n".join(lines).encode("utf-8-sig")), *NEW)
    assert (ran.status, ran.out) == (1, "")
    for said in ("row 20001: 6 is off the scale", "row 40001: has 3 cells", "row 50002: "):
        assert said in ran.err
    assert rows_in_tables() == before


def test_exit_statuses_of_a_real_process(good, tmp_path):
    """Through manage.py and the interpreter, on a database of its own that was never migrated."""
    data = tmp_path / "data"
    data.mkdir()
    environment = os.environ | {"ASSESSOR_DEBUG": "1", "ASSESSOR_DATA_DIR": str(data), "DATABASE_URL": ""}
    del environment["DATABASE_URL"]
    process = subprocess.run(
        [sys.executable, "manage.py", "import_scores", str(good), "--opening", "archive", "--scale", "1:5:1"],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr.strip() == "UsageError: --scale and --weight go with --create-role."
