"""What a rubric must never do to scores, by the numbers of the safety cases (RB); RB-01 is in tests/roles."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.urls import reverse

from assessor.interviews.enums import SeatState
from assessor.interviews.models import Score
from assessor.lib.numbers import half_up
from assessor.reports.exports.json import comparison_json
from assessor.reports.queries import comparison_of
from roles.actions import criteria, levels, rubrics
from roles.models import Rubric
from roles.queries import described
from roles.rules.changes import compare
from roles.rules.publishing import problems
from tests.factories.accounts import UserFactory
from tests.factories.interviews import submitted_card
from tests.factories.roles import CriterionFactory
from tests.interviews.scene import Scene, scene
from tests.moments import AT
from tests.reports.hiring import Hiring, hiring
from tests.roles.sample import sound_draft, write

pytestmark = pytest.mark.django_db
# What a page holds of the one who asks and of the moment.
OF_THE_MOMENT = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"')


@pytest.fixture
def editor() -> Any:
    return UserFactory(is_rubric_editor=True)


def document(opening: Any, viewer: Any, **options: Any) -> Any:
    return json.loads(comparison_json(comparison_of(opening=opening, viewer=viewer, **options)))


def publish_next(rubric: Rubric, editor: Any, **changes: Any) -> Rubric:
    """Publish a version in which the first criterion differs, after giving every criterion its levels."""
    draft = rubrics.draft_from(rubric=rubric, by=editor, at=AT)
    first = draft.criteria.order_by("competency__position", "position", "id")[0]
    for name, value in changes.items():
        setattr(first, name, value)
    criteria.save(criterion=first, by=editor, at=AT)
    for criterion in draft.criteria.all():
        for value in (criterion.lo, *criterion.scale.middle(), criterion.hi):
            levels.write(criterion=criterion, value=value, text=f"New words at {value}.", by=editor, at=AT)
    reason = "The team weighs it anew." if described(rubric_id=draft.pk).weights_differ else ""
    rubrics.edit(rubric=draft, weight_reason=reason, change_note="Next.", by=editor, at=AT)
    return rubrics.publish(rubric=draft, by=editor, at=AT)


def reorder(rubric: Rubric, editor: Any) -> None:
    draft = rubrics.draft_from(rubric=rubric, by=editor, at=AT)
    last = draft.criteria.order_by("-position")[0]
    criteria.move(criterion=last, competency=last.competency, before=draft.criteria.first(), by=editor, at=AT)
    rubrics.publish(rubric=draft, by=editor, at=AT)


@pytest.fixture
def ten_cards() -> tuple[Scene, list[str]]:
    stage = scene()
    cards = [stage.card_of(stage.candidate(f"Candidate {number}")) for number in range(10)]
    pages = [reverse("interviews:scorecard-detail", args=[card.ref]) for card in cards]
    return stage, pages


def test_rb_02_cards_render_as_ever_after_wording_scale_weight_and_order_changed(
    ten_cards, client_of, editor
):
    stage, pages = ten_cards
    client, opening = client_of(stage.manager), stage.opening
    pages += [reverse("interviews:opening-rubric", args=[opening.slug])]

    def rendered() -> list[str]:
        answers = [client.get(page) for page in pages]
        assert {answer.status_code for answer in answers} == {200}
        return [OF_THE_MOMENT.sub("", answer.content.decode()) for answer in answers]

    golden = rendered()
    assert "Depth as seen at 5." in golden[0]
    changes = [
        {"name": "Profundity", "description": "Other words."},
        {"weight": Decimal(7)},
        {"lo": Decimal(0), "hi": Decimal(10)},
        {"required": False},
    ]
    newest = opening.rubric
    for change in changes:
        newest = publish_next(newest, editor, **change)
        assert rendered() == golden
    reorder(newest, editor)
    assert rendered() == golden
    assert opening.role.rubrics.count() == 6
    assert opening.role.rubrics.published().get().number == opening.rubric.number + 5


def test_rb_03_totals_stay_what_they_were_when_a_new_version_weighs_differently(editor):
    round = hiring("Clarity", "Depth", weights=(1, 3))
    marit = round.team("Marit")
    for name, values in {"Ngozi": (5, 2), "Obi": (3, 4)}.items():
        round.card(round.candidate(name), "Ann", *values)
    before = comparison_json(comparison_of(opening=round.opening, viewer=marit))
    assert [row["score"] for row in json.loads(before)["candidates"]] == [43.75, 68.75]

    publish_next(round.opening.rubric, editor, weight=Decimal(9))
    after = comparison_json(comparison_of(opening=round.opening, viewer=marit))
    assert after == before
    [note] = [note for note in json.loads(after)["notes"] if note["code"] == "weights"]
    assert note["text"] == "The criteria do not all weigh the same: Agreed with the archive."


@pytest.mark.parametrize(
    ("changes", "comparable"),
    [
        ({"name": "Profundity", "description": "Other words."}, True),
        ({"weight": Decimal(7)}, True),
        ({"lo": Decimal(0), "hi": Decimal(10)}, False),
        ({"step": Decimal("0.5")}, False),
    ],
)
def test_rb_06_versions_say_whether_scores_on_both_can_be_compared(editor, client_of, changes, comparable):
    first = rubrics.publish(rubric=sound_draft(criteria=2, number=1, created_by=editor), by=editor, at=AT)
    second = publish_next(first, editor, **changes)
    assert (first.structure_hash == second.structure_hash) is comparable
    found = compare(described(rubric_id=first.pk), described(rubric_id=second.pk))
    assert found.structure_unchanged is comparable
    page = client_of(editor).get(reverse("roles:rubric-compare", args=[first.role.slug])).content.decode()
    assert found.comparability in page
    assert ("scores stay comparable" in page, "cannot be compared" in page) == (comparable, not comparable)


def raw_totals(round: Hiring) -> dict[str, Fraction]:
    """Compute every total from the rows of answers alone: mean of the raters, on its scale, weighted."""
    totals = {}
    for application in round.opening.applications.select_related("candidate__identity"):
        parts = {}
        for criterion in round.criteria:
            answers = Score.objects.filter(
                revision__scorecard__seat__interview__application=application,
                revision__submitted_at__isnull=False,
                criterion=criterion,
                not_assessed=False,
            )
            values = [Fraction(value) for value in answers.values_list("value", flat=True)]
            span = Fraction(criterion.hi) - Fraction(criterion.lo)
            mean = sum(values) / len(values)
            parts[Fraction(criterion.weight)] = 100 * (mean - Fraction(criterion.lo)) / span
        totals[application.candidate.identity.name] = sum(w * p for w, p in parts.items()) / sum(parts)
    return totals


def test_rb_09_totals_computed_from_raw_answers_are_those_shown_to_the_last_digit(client_of):
    round = hiring("Clarity", "Depth", "Width", weights=("1", "2.5", "0.3"), scale=(0, 10, "0.25"))
    marit = round.team("Marit")
    for place, name in enumerate(("Ngozi", "Obi", "Pia", "Quy")):
        application = round.candidate(name)
        for rater in range(3):
            values = [Decimal((7 * place + 3 * rater + 5 * column) % 41) / 4 for column in range(3)]
            round.card(application, f"Rater {rater}", *values)
    expected = raw_totals(round)
    shown = {row["name"]: row["score"] for row in document(round.opening, marit)["candidates"]}
    assert shown.keys() == expected.keys()
    for name, total in expected.items():
        assert shown[name] == pytest.approx(float(total), abs=1e-9)
    page = client_of(marit).get(reverse("reports:comparison", args=[round.opening.slug])).content.decode()
    words = " ".join(re.sub(r"<[^>]*>", " ", page).split())
    for name, total in expected.items():
        exact = Decimal(total.numerator) / Decimal(total.denominator)
        assert re.search(rf"{name}\b.{{0,200}}?\b{re.escape(half_up(exact))}\b", words), (
            name,
            half_up(exact),
        )


def test_rb_10_zero_not_assessed_blank_and_abstained_are_four_things_and_none_counts_as_zero(client_of):
    """Ann scores all four; Bo scores a zero, does not assess, leaves blank, declines."""
    round = hiring("Clarity", "Depth", scale=(0, 10, 1))
    marit = round.team("Marit")
    zero, unassessed, blank, abstained = (round.candidate(name) for name in ("A", "B", "C", "D"))
    for application in (zero, unassessed, blank, abstained):
        round.card(application, "Ann", 8, 8)
    cards = [round.card(zero, "Bo", 0, 8), round.card(unassessed, "Bo", None, 8)]
    cards.append(submitted_card(round.seat(blank, "Bo"), {round.criteria[1]: 8}))
    seat = round.seat(abstained, "Bo")
    type(seat).objects.filter(pk=seat.pk).update(
        state=SeatState.DECLINED, ended_at=AT, ended_by=seat.interviewer
    )
    rows = {row["name"]: row for row in document(round.opening, marit)["candidates"]}
    clarity = {name: row["criteria"][0] for name, row in rows.items()}
    assert {name: (cell["n"], cell["mean"]) for name, cell in clarity.items()} == {
        "A": (2, 4.0),
        "B": (1, 8.0),
        "C": (1, 8.0),
        "D": (1, 8.0),
    }
    assert {name: row["cards"] for name, row in rows.items()} == {"A": 2, "B": 2, "C": 2, "D": 1}
    assert [rows[name]["score"] for name in "ABCD"] == pytest.approx([60, 80, 80, 80], abs=1e-9)
    client = client_of(marit)
    pages = [
        client.get(reverse("interviews:scorecard-detail", args=[card.ref])).content.decode() for card in cards
    ]
    told = [re.search(r'rating-answer">\s*<span[^>]*>(.*?)</span>', page, re.S) for page in pages]
    words = [" ".join(re.sub(r"<[^>]*>", " ", match[1]).split()) for match in told if match]
    assert words == ["0 on 0 to 10", "Not assessed", "Not scored"]


def emptied(draft: Rubric) -> None:
    draft.criteria.get().levels.all().delete()
    for parts in ("questions", "responsibility_links", "qualification_links"):
        getattr(draft.criteria.get(), parts).all().delete()
    draft.criteria.all().delete()


def bare(draft: Rubric) -> None:
    emptied(draft)
    draft.competencies.all().delete()


def twin(draft: Rubric) -> None:
    criterion = draft.criteria.get()
    write(
        CriterionFactory(rubric=draft, competency=criterion.competency, name=f"  {criterion.name.upper()} ")
    )


def heavy(draft: Rubric) -> None:
    write(CriterionFactory(rubric=draft, competency=draft.competencies.get(), weight=Decimal(3)))


def unlevelled(draft: Rubric) -> None:
    draft.criteria.get().levels.all().delete()


def weightless(draft: Rubric) -> None:
    draft.criteria.update(weight=0)


@pytest.mark.parametrize(
    ("spoil", "sentences"),
    [
        (emptied, ["The rubric has no criteria yet."]),
        (bare, ["The rubric has no competency yet.", "The rubric has no criteria yet."]),
        (
            unlevelled,
            [f"for its {value}." for value in ("lowest value, 1", "middle value, 3", "highest value, 5")],
        ),
        (weightless, ["has no weight; give it one above 0 or remove it."]),
        (twin, ["Two criteria are called", "Two criteria are called"]),
        (heavy, ["The criteria do not all weigh the same; write down the reason for the weights."]),
    ],
)
def test_rb_11_unsound_rubric_is_not_published_and_every_reason_is_told(editor, client_of, spoil, sentences):
    draft = sound_draft(number=1, created_by=editor)
    spoil(draft)
    found = [problem.text for problem in problems(described(rubric_id=draft.pk))]
    assert len(found) == len(sentences)
    assert all(sentence in told for sentence, told in zip(sentences, found, strict=True))
    address = reverse("roles:rubric-publish", args=[draft.role.slug, 1])
    answer = client_of(editor).post(address)
    draft.refresh_from_db()
    assert (answer.status_code, draft.state, draft.content_hash) == (422, "draft", "")
    page = answer.content.decode()
    assert all(sentence in page for sentence in sentences)
