"""`export_role` and `import_role`, as a shell sees them."""

from __future__ import annotations

import pytest

from assessor.audit.models import AuditEvent
from roles.actions import rubrics, shipped
from roles.models import Role, Rubric
from tests.roles.versions import three_versions
from tests.shell import run

pytestmark = pytest.mark.django_db
SLUG = "director-of-machine-learning"


@pytest.fixture
def text():
    return (shipped.FOLDER / f"{SLUG}.yaml").read_text(encoding="utf-8")


@pytest.fixture
def file(tmp_path, text):
    path = tmp_path / "role.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_role_goes_in_and_comes_out_as_the_same_bytes(file, text):
    done = run("import_role", file)
    assert (done.status, done.err) == (0, "")
    assert done.out.endswith(
        "Made the role “Director of Machine Learning” (director-of-machine-learning) with rubric 1, a draft.\n"
    )
    assert "comparable" not in done.out
    assert "compared" not in done.out
    assert Rubric.objects.get().created_by.is_system
    out = run("export_role", SLUG)
    assert (out.status, out.out, out.err) == (0, text, "")


def test_export_takes_the_draft_before_the_published_one(editor, at):
    role = three_versions(editor, at)[0].role
    assert "scale: {lo: 1, hi: 7, step: 1}" in run("export_role", role.slug).out
    rubrics.delete_draft(rubric=role.rubrics.draft().get(), by=editor, at=at)
    out = run("export_role", role.slug).out
    assert "Helps others a lot." in out
    assert "hi: 7" not in out


def test_import_prints_how_the_file_differs(file, text, editor, at):
    run("import_role", file)
    rubrics.publish(rubric=Rubric.objects.get(), by=editor, at=at)
    file.write_text(
        text.replace("name: Developing people", "name: Growing people").replace(
            "weight: 1\n", "weight: 2\n", 1
        )
    )
    done = run("import_role", file)
    assert done.status == 0
    assert "The rubric: Weight of 1 criterion changed and 1 criterion reworded." in done.out
    assert "  Name (wording): [-Developing-]{+Growing+} people" in done.out
    assert "Made rubric 2, a draft, of the role" in done.out


def test_dry_run_prints_the_same_and_writes_nothing(file):
    dry = run("import_role", file, "--dry-run")
    assert (dry.status, Role.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)
    real = run("import_role", file)
    assert dry.out.replace("Would make", "Made") == real.out


def test_draft_in_the_way_is_refused(file):
    run("import_role", file)
    for options in ([], ["--dry-run"]):
        refused = run("import_role", file, *options)
        assert (refused.status, refused.out) == (1, "")
        assert "role.yaml was not imported. This role already has a draft." in refused.err


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is not a list of names and values."),
        (b"slug: x\ntitle: &a [*a]\n", "Line 2: anchors and aliases (& and *) are not read here."),
        (b"slug: !!python/object:os.system x\n", "Line 1: tags (!) are not read here."),
        (b"a: " + b"[" * 3000, "Line 1: lists within lists go too deep."),
        (b"a: 1\nb: \xff\n", "Line 2 is not UTF-8 text. Save the file as UTF-8."),
        ("slug: x\n".encode("utf-16"), "Line 1 is not UTF-8 text. Save the file as UTF-8."),
        (b'slug: "\\ud800"\n', "Line 1: an escape (\\u) is half a character; write the character itself."),
        (b'"\\ud83d\\ude42": x\n', "Line 1: an escape (\\u) is half a character"),
        (b'"\\e[31mred\\u202e": x\n', "Line 1: The file has “\ufffd[31mred\ufffd”, which is not known here."),
        (b"x" * 300_000, "The file is larger than 256 kB."),
        (b"a: b: c\n", "Line 1 is not YAML"),
        (
            b"slug: import\n",
            "Line 1: The file has the slug “import”, which is an address of the application itself.",
        ),
        (b"slug: x\ntitle: 3\n", "Line 2: The file has a “title” that is not a text (put it in quotes)."),
        (b"slug: x\n\x00", "Line 2 holds a character that no text has."),
    ],
)
def test_bad_file_is_refused_with_line_and_field(tmp_path, content, sentence):
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    refused = run("import_role", path)
    assert (refused.status, refused.out) == (1, "")
    assert "bad.yaml was not imported.\n" in refused.err
    assert sentence in refused.err
    assert not Role.objects.exists()


def test_file_with_a_byte_order_mark_and_other_line_ends_is_read(file, text):
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert run("import_role", file).status == 0
    assert run("export_role", SLUG).out == text


def test_file_that_cannot_be_read_is_refused(tmp_path):
    for path in (tmp_path / "none.yaml", tmp_path):
        refused = run("import_role", path)
        assert refused.status == 1
        assert "cannot be read" in refused.err


def test_unknown_role_is_refused():
    refused = run("export_role", "nothing")
    assert (refused.status, refused.out, refused.err) == (
        1,
        "",
        "CommandError: There is no role “nothing”.\n",
    )


@pytest.mark.parametrize("command", ["export_role", "import_role"])
def test_wrong_usage_is_two(command):
    assert run(command).status == 2
    assert run(command, "a", "b").status == 2


def test_export_says_when_the_file_could_not_be_read_back(editor, at):
    draft = three_versions(editor, at)[-1]
    draft.criteria.update(step=9)
    out = run("export_role", draft.role.slug)
    assert out.status == 0
    assert "import_role would not take this file yet:\nLine " in out.err
