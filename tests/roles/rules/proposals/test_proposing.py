"""What a text proposes: golden structures of our own samples, and of the real ones where they are at hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.rules.proposals import propose, text_of, text_of_file
from tests.needs import real_data

MARKDOWN = """\
# Job description: Head of Archives (m/f/d)

**Location:** Ghent

## About the role
You keep what the town remembers, and you let people find it. The reading room is yours.

## What you will do

- Lead a team of **six** archivists
- Catalogue new collections
  within a month of their arrival
- Open the [reading room](https://example.org/room) to schools

### Beyond the town
1. Lend to other archives

## Your profile

* Education: a degree in history or archive science
* 5+ years of experience in an archive
* Knowledge of the law on public records
* Languages: Dutch, French, English
* Fluent in describing standards such as EAD, RiC or DACS

## What we offer
- A canteen
- 30 days of leave
"""

HTML = """<!doctype html>
<html><head><title>Jobs</title><script>var x = "<li>Not a duty</li>";</script></head>
<body><nav><ul><li>Home</li><li>Jobs</li></ul></nav>
<!-- <li>Nor this</li> -->
<h1>Ranger</h1>
<p>The ranger looks after the forest, so that walkers and deer can both use it.</p>
<h2>Responsibilities</h2>
<ul>
 <li><p>Mend the paths &amp; bridges</p></li>
 <li onclick="alert(1)">Count the <b>deer</b></li>
</ul>
<p><strong>Requirements</strong></p>
<ul><li>Experience of forestry<li>Able to lift 20&nbsp;kg</ul>
<footer><ul><li>Imprint</li></ul></footer>
</body></html>
"""

PLAIN = """\
Position: Night Porter

Responsibilities
Welcome guests who arrive late
Keep the keys
Write the night's report

Requirements

Calm at night
Knows two languages

Benefits

Free breakfast
"""


def titles(proposals):
    return [proposal.title for proposal in proposals]


def kinds(proposals):
    return [(str(proposal.kind), proposal.title) for proposal in proposals]


def test_markdown_gives_a_role():
    found = propose(text_of(MARKDOWN))
    assert (found.title.title, found.title.line) == ("Head of Archives", 1)
    assert (found.purpose.detail[:32], found.purpose.line) == ("You keep what the town remembers", 6)
    assert [(entry.line, entry.title) for entry in found.responsibilities] == [
        (10, "Lead a team of six archivists"),
        (11, "Catalogue new collections within a month of their arrival"),
        (13, "Open the reading room to schools"),
        (16, "Lend to other archives"),
    ]
    assert kinds(found.qualifications) == [
        ("education", "Education"),
        ("experience", "5+ years of experience in an archive"),
        ("knowledge", "Knowledge of the law on public records"),
        ("skill", "Dutch"),
        ("skill", "French"),
        ("skill", "English"),
        ("skill", "Fluent in describing standards such as EAD, RiC or DACS"),
        ("skill", "EAD"),
        ("skill", "RiC"),
        ("skill", "DACS"),
    ]
    assert found.qualifications[0].detail == "a degree in history or archive science"
    assert found.qualifications[0].words == "Education: a degree in history or archive science"
    assert found.missing == ()


def test_html_gives_a_role_without_its_markup():
    found = propose(text_of(HTML))
    assert (found.title.title, found.title.line) == ("Ranger", 5)
    assert found.purpose.detail.startswith("The ranger looks after the forest")
    assert [(entry.line, entry.title) for entry in found.responsibilities] == [
        (9, "Mend the paths & bridges"),
        (10, "Count the deer"),
    ]
    assert kinds(found.qualifications) == [
        ("experience", "Experience of forestry"),
        ("skill", "Able to lift 20 kg"),
    ]


LISTED = [
    "Lead a team of six analysts",
    "Share knowledge with the other teams",
    "Apply statistical methods",
    "Manage compensation and benefits",
    "Complete tasks on time",
    "Search for new suppliers",
]
ASKED = [
    "Five years of experience leading people",
    "Knowledge of the law",
    "A degree in statistics",
    "Driving licence required",
    "Good communication skills",
]


@pytest.mark.parametrize(
    ("mark", "between", "below"),
    [
        ("", "\n", "\n"),
        ("", "\n\n", "\n\n"),
        ("", "\n", "\n\n"),
        *(
            (mark, "\n", "\n")
            for mark in ("•\t", "– ", "o\t", "o   ", "o ", "§\t", "\uf0b7\t", "\uf0a7 ", "·\t")
        ),
        ("•", "\n", "\n"),
        ("•\n", "\n", "\n"),
        ("1.\t", "\n", "\n\n"),
    ],
)
def test_lists_as_other_programs_paste_them(mark, between, below):
    """Each line is one proposal, whatever it begins with and whatever heading its words could be."""
    duties, demands = (between.join(f"{mark}{line}" for line in lines) for lines in (LISTED, ASKED))
    found = propose(
        text_of(f"Head of Data\n\nResponsibilities{below}{duties}\n\nRequirements{below}{demands}\n")
    )
    assert titles(found.responsibilities) == LISTED
    assert titles(found.qualifications) == ASKED


def test_page_saved_from_word_is_a_list():
    """Word writes lists as paragraphs whose mark stands in the text."""
    lists = [
        f"<p class=MsoNormal><b><span>{heading}</span></b></p>"
        + "".join(
            f"<p class=MsoListParagraph><![if !supportLists]><span>{mark}<span>&nbsp;&nbsp; </span></span><![endif]>"
            f"{line}<o:p></o:p></p>"
            for mark, line in zip("·o§·o§", lines, strict=False)
        )
        for heading, lines in (("Responsibilities", LISTED), ("Requirements", ASKED))
    ]
    found = propose(text_of(f"<html><body>{''.join(lists)}</body></html>"))
    assert titles(found.responsibilities) == LISTED
    assert titles(found.qualifications) == ASKED


def test_lines_without_marks_are_a_list():
    found = propose(text_of(PLAIN))
    assert found.title.title == "Night Porter"
    assert titles(found.responsibilities) == [
        "Welcome guests who arrive late",
        "Keep the keys",
        "Write the night's report",
    ]
    assert kinds(found.qualifications) == [("skill", "Calm at night"), ("knowledge", "Knows two languages")]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Dear all, the meeting is on Monday. Bring cake.", "Nur ein Satz."]
)
def test_text_without_a_role_says_so(text):
    found = propose(text_of(text))
    assert (found.responsibilities, found.qualifications) == ((), ())
    assert "We found no list of duties in this text" in " ".join(found.missing)
    assert "We found no list of qualifications or skills" in " ".join(found.missing)


def test_duties_are_found_in_prose():
    found = propose(
        text_of(
            "Duties\n\nThe curator is responsible for choosing the works of each show. You will write its guide. "
            "Moreover, the curator plays a part in training the guards. Coffee is free."
        )
    )
    assert titles(found.responsibilities) == ["Choosing the works of each show", "Write its guide"]


def test_questions_and_answers_say_nothing_new():
    text = (
        "Responsibilities\n\n- Count the stars\n\nFrequently Asked Questions\n\nWhat responsibilities are there?\n\n"
        "You are responsible for counting the stars.\n\n- Ask more\n"
    )
    assert titles(propose(text_of(text)).responsibilities) == ["Count the stars"]


def test_what_was_said_before_is_proposed_once():
    text = "Duties\n- Train the guards of the museum\n- Train the guards\n- train the guards of the museum\n"
    assert titles(propose(text_of(text)).responsibilities) == ["Train the guards of the museum"]


def test_long_item_gets_a_short_title_and_keeps_its_words():
    words = "Plan the rota of the night shift, including the holidays, " + "so that nobody works twice " * 6
    (duty,) = propose(text_of(f"Duties\n- {words}\n")).responsibilities
    assert (duty.title, duty.detail) == ("Plan the rota of the night shift", words.strip())


def test_more_proposals_than_a_page_holds_are_counted():
    text = "Duties\n" + "".join(f"- Look after house {number}\n" for number in range(70))
    found = propose(text_of(text))
    assert len(found.responsibilities) == 60
    assert "We found 70 duties and show the first 60." in found.missing


HOSTILE = {
    "one line": "a " * 99_000,
    "one word": "a" * 199_000,
    "open tags": "<ul><li>" + "<a " * 60_000,
    "comments": "<p><p>" + "<!--" * 45_000,
    "deep": "<ul><li>" * 20_000,
    "scripts": "<p><p>" + "<script>" * 20_000,
    "ends": "<p><p>" + "</title" * 25_000,
    "quotes": "<p><p>" + '<a b="' * 30_000,
    "ampersands": "<p><p>" + "&" * 190_000,
    "brackets": "# x\n" + "[" * 190_000,
    "links": "# x\n" + "[](" * 60_000,
    "stars": "# x\n" + "*a" * 90_000,
    "bold": "# x\n" + "**a" * 60_000,
    "under": "# x\n" + "_a " * 60_000,
    "bullets": "Duties\n" + "- a\n" * 49_000,
    "nested": "Duties\n" + "".join("  " * (depth % 300) + "- x\n" for depth in range(600)),
    "distinct": "Duties\n" + "".join(f"- Mend thing {number} and {number + 1}\n" for number in range(7_000)),
    "headings": "Duties\n\n" * 22_000,
    "prose": "Duties\n\n" + "Responsible role " * 11_000,
    "colons": "Duties\n\n- " + "a: " * 60_000,
    "commas": "Skills\n\n- Languages: " + "A, " * 60_000,
    "spaces": "Duties\n- x" + " " * 190_000 + "y",
    "title": "# " + "the role of " * 15_000,
    "such as": "Skills\n\n- " + "such as " * 24_000,
    "dots": "Duties\n\n" + "role. " * 30_000,
    "tabs": "Duties\n" + "\t" * 190_000 + "-",
    "hashes": "Duties\n" + "#" * 190_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_bounded_time(name, time_limit):
    with time_limit(10):
        found = propose(text_of(HOSTILE[name]))
    for proposal in (*found.responsibilities, *found.qualifications):
        assert 0 < len(proposal.title) <= 200
        assert len(proposal.detail) <= 2000


@given(st.text(alphabet="aR \n#-*:<>lip/&;.1", max_size=300))
def test_any_text_is_read_the_same_way_twice(text):
    found = propose(text_of(f"Duties\n{text}"))
    assert found == propose(text_of(f"Duties\n{text}"))
    lines = text.count("\n") + 2
    assert all(1 <= proposal.line <= lines for proposal in found.responsibilities)


# --- real texts --------------------------------------------------------------------------------------------


def test_real_page_about_a_director_of_machine_learning():
    found = propose(text_of_file(real_data("../seed/director-of-machine-learning.txt").read_bytes()))
    assert found.title.title == "Director of Machine Learning"
    assert found.purpose.line == 16
    assert 6 <= len(found.responsibilities) <= 9
    assert {entry.line for entry in found.responsibilities} <= {24, 26, 28, 49, 50, 51}
    asked = [(str(entry.kind), entry.title) for entry in found.qualifications if entry.detail]
    assert asked == [
        ("education", "Educational Background"),
        ("skill", "Leadership Skills"),
        ("skill", "Communication Skills"),
        ("skill", "Problem-Solving Skills"),
    ]
    assert found.missing == ()


def test_real_task_statements_are_proposed_one_by_one():
    rows = [
        line.split("\t")
        for line in real_data("onet/Task Statements.txt").read_text(encoding="utf-8").splitlines()[1:]
    ]
    jobs = {code: [row[2] for row in rows if row[0] == code] for code in {row[0] for row in rows}}
    for tasks in jobs.values():
        found = propose(text_of("Some Job\n\nTasks\n\n" + "\n".join(f"• {task}" for task in tasks)))
        assert len(found.responsibilities) >= 0.9 * len(tasks)
        assert all(len(entry.title) <= 120 for entry in found.responsibilities)
