"""The editor of a draft: every change on its own, nothing lost between two editors, the same page without scripts."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from roles.actions import rubrics
from roles.models import Criterion, Level, Rubric
from roles.views import editor as editor_views
from tests.factories.accounts import UserFactory
from tests.factories.roles import (
    CompetencyFactory,
    CriterionFactory,
    LevelFactory,
    QuestionFactory,
    ResponsibilityFactory,
    RubricFactory,
)
from tests.roles.sample import sound_draft, write

pytestmark = pytest.mark.django_db


def page_of(rubric):
    return reverse("roles:rubric-edit", args=[rubric.role.slug, rubric.number])


def part(rubric, kind, pk):
    return reverse("roles:rubric-part", args=[rubric.role.slug, rubric.number, kind, pk])


def form_of(client, rubric, form_id):
    """Return the address and what a browser would send of a form on the editor's page."""
    page = client.get(page_of(rubric)).content.decode()
    form = re.search(rf'<form[^>]*id="{re.escape(form_id)}".*?</form>', page, re.S)[0]
    data = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, kind = re.search(r'name="([^"]*)"', tag), re.search(r'type="([^"]*)"', tag)[1]
        if kind == "checkbox" and "checked" not in tag:
            continue
        value = re.search(r'value="([^"]*)"', tag)
        data.setdefault(name[1], []).append(value[1] if value else "on")
    for name, body in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', form, re.S):
        data[name] = [body]
    for name, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        data[name] = [re.search(r'value="([^"]*)"\s+selected', body)[1]]
    data.pop("csrfmiddlewaretoken", None)
    return re.search(r'action="([^"]*)"', form)[1], data


@pytest.fixture
def draft(editor):
    return sound_draft(criteria=2, number=1, created_by=editor)


@pytest.fixture
def criterion(draft):
    return draft.criteria.order_by("position").first()


@pytest.fixture
def client(client_of, editor):
    return client_of(editor)


def test_page_is_for_rubric_editors(client_of, draft, recruiter, interviewer):
    assert client_of(recruiter).get(page_of(draft)).status_code == 302
    assert client_of(interviewer).get(page_of(draft)).status_code == 404
    assert client_of(interviewer).post(part(draft, "rubric", 1)).status_code == 404


def test_published_rubric_leads_to_reading(client, draft, editor, at):
    rubrics.publish(rubric=draft, by=editor, at=at)
    response = client.get(page_of(draft))
    assert response.url == reverse("roles:rubric-detail", args=[draft.role.slug, 1])


def test_every_form_sent_as_it_came_changes_nothing(client, draft, criterion, events):
    with events() as recorded:
        for form_id in (
            "rubric-words",
            "competency-leading-words",
            f"criterion-{criterion.key}-words",
            f"criterion-{criterion.key}-level-3-words",
            f"question-{criterion.questions.get().pk}-words",
        ):
            url, data = form_of(client, draft, form_id)
            assert client.post(url, data).status_code == 302
    assert recorded == []


def test_criterion_is_saved_without_scripts(client, draft, criterion, events):
    url, data = form_of(client, draft, f"criterion-{criterion.key}-words")
    data |= {
        "name": "Coaching",
        "weight": "2,5",
        "scale": "own",
        "lo": "0",
        "hi": "2",
        "step": "0.5",
        "drop": ["3", "5"],
    }
    with events() as recorded:
        response = client.post(url, data)
    criterion.refresh_from_db()
    assert response.url == f"{page_of(draft)}#criterion-{criterion.key}"
    assert (criterion.name, criterion.weight, str(criterion.scale)) == (
        "Coaching",
        Decimal("2.5"),
        "0 to 2 in steps of 0.5",
    )
    assert recorded == ["criterion.saved"]


def test_htmx_gets_what_changed_and_nothing_in_place(client, draft, criterion):
    url, data = form_of(client, draft, f"criterion-{criterion.key}-words")
    response = client.post(url, data | {"weight": "3", "required": ""}, headers={"HX-Request": "true"})
    body = response.content.decode()
    assert (response.status_code, "HX-Retarget" in response, "rubric-saved" in response["HX-Trigger-After-Settle"]) == (
        200, False, True,
    )  # fmt: skip
    assert f'id="criterion-{criterion.key}-seen"' in body
    assert "75.0 %" in body
    assert "write down the reason" in body
    assert "<textarea" not in body


def test_two_editors_on_one_criterion(client, client_of, draft, criterion, events):
    """CC-17."""
    other = client_of(UserFactory(is_rubric_editor=True))
    url, mine = form_of(client, draft, f"criterion-{criterion.key}-words")
    _, theirs = form_of(other, draft, f"criterion-{criterion.key}-words")
    other.post(url, theirs | {"name": "Guiding people"})
    with events() as recorded:
        response = client.post(url, mine | {"name": "Coaching people"})
    page = response.content.decode()
    criterion.refresh_from_db()
    assert (response.status_code, criterion.name, recorded) == (409, "Guiding people", [])
    assert page.count("Coaching people") >= 2
    assert "Guiding people" in page
    assert "Keep what I typed" in page


def test_after_a_conflict_either_text_can_be_kept(client, draft, criterion):
    url, mine = form_of(client, draft, f"criterion-{criterion.key}-words")
    Criterion.objects.filter(pk=criterion.pk).update(name="Guiding people")
    answer = client.post(url, mine | {"name": "Coaching"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (409, f'[id="criterion-{criterion.key}-form"]')
    assert "Guiding people" in answer.content.decode()
    seen = re.search(rf'id="criterion-{criterion.key}-seen"\s+value="(\w+)"', answer.content.decode())[1]
    kept = client.post(url, {"act": "reload", "again": "1"}, headers={"HX-Request": "true"})
    assert "Guiding people" in kept.content.decode()
    assert "Coaching" not in kept.content.decode()
    client.post(url, mine | {"name": "Coaching", "seen": seen})
    criterion.refresh_from_db()
    assert criterion.name == "Coaching"


def test_words_that_stand_there_already_are_saved(client, draft, criterion, events):
    """A browser that never heard the answer to its first try sends the same words with the same etag again."""
    url, data = form_of(client, draft, f"criterion-{criterion.key}-words")
    first, again = (
        client.post(url, data | {"name": "Coaching"}, headers={"HX-Request": "true"}) for _ in "ab"
    )
    assert (first.status_code, again.status_code) == (200, 200)
    assert again["HX-Retarget"] == "#tree"
    assert f'id="criterion-{criterion.key}-again"' not in again.content.decode()
    with events() as recorded:
        client.post(url, data | {"name": "Coaching"})
    assert recorded == []


def test_script_of_somebody_signed_out_is_told_so(client, draft, criterion):
    url, data = form_of(client, draft, f"criterion-{criterion.key}-words")
    client.logout()
    answer = client.post(url, data | {"name": "Coaching"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (401, b"You are signed out.")
    assert Criterion.objects.get(pk=criterion.pk).name == criterion.name


def test_form_without_etag_overwrites_nothing(client, draft, criterion):
    url, data = form_of(client, draft, f"criterion-{criterion.key}-words")
    data.pop("seen")
    assert client.post(url, data | {"name": "Coaching"}).status_code == 409
    assert Criterion.objects.get(pk=criterion.pk).name == criterion.name


def test_different_things_of_two_editors_both_stand(client, client_of, draft, criterion):
    other = client_of(UserFactory(is_rubric_editor=True))
    level_url, level = form_of(client, draft, f"criterion-{criterion.key}-level-3-words")
    url, data = form_of(other, draft, f"criterion-{criterion.key}-words")
    assert client.post(level_url, level | {"text": "Seen often."}).status_code == 302
    assert other.post(url, data | {"name": "Coaching"}).status_code == 302
    assert Level.objects.get(criterion=criterion, value=3).text == "Seen often."
    assert Criterion.objects.get(pk=criterion.pk).name == "Coaching"


def test_what_is_gone_gives_the_typed_words_back(client, draft, criterion, editor, at):
    url, data = form_of(client, draft, f"criterion-{criterion.key}-words")
    level_url, level = form_of(client, draft, f"criterion-{criterion.key}-level-3-words")
    rubrics.delete_draft(rubric=draft, by=editor, at=at)
    assert client.post(url, data | {"name": "Typed in vain"}).status_code == 404
    new = RubricFactory(role=draft.role, number=1)
    response = client.post(url, data | {"name": "Typed in vain"})
    assert (response.status_code, "Typed in vain" in response.content.decode()) == (409, True)
    headers = {"HX-Request": "true", "HX-Trigger": "criterion-x-words"}
    answer = client.post(level_url, level | {"text": "Also in vain"}, headers=headers)
    assert (answer.status_code, answer["HX-Retarget"]) == (409, '[id="criterion-x-words"]')
    assert "Also in vain" in answer.content.decode()
    assert new.criteria.count() == 0


def test_smaller_scale_asks_before_it_drops_levels(client, draft, criterion):
    url, data = form_of(client, draft, f"criterion-{criterion.key}-words")
    asked = client.post(url, data | {"scale": "1:4:1"})
    assert (asked.status_code, "These levels are not on the new scale" in asked.content.decode()) == (
        422,
        True,
    )
    assert criterion.levels.count() == 3
    client.post(url, data | {"scale": "1:4:1", "drop": ["5"]})
    criterion.refresh_from_db()
    assert (int(criterion.hi), [int(level.value) for level in criterion.levels.order_by("value")]) == (
        4,
        [1, 3],
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "required"),
        ({"weight": "-1"}, "greater than or equal to 0"),
        ({"weight": "NaN"}, "Enter a number"),
        ({"scale": "own", "lo": "5", "hi": "1", "step": "1"}, "lowest value must be below"),
        ({"scale": "own", "lo": "1", "hi": "5", "step": "0.3"}, "steps must lead"),
        ({"scale": "own", "lo": "", "hi": "5", "step": "1"}, "A scale of your own"),
        ({"name": "x\x00"}, "Null characters"),
        ({"responsibilities": ["nobody"]}, "not one of the available"),
    ],
)
def test_mistakes_are_told_and_what_was_typed_stays(client, draft, criterion, fields, sentence):
    url, data = form_of(client, draft, f"criterion-{criterion.key}-words")
    response = client.post(url, data | {"description": "Typed with care."} | fields)
    page = response.content.decode()
    assert (response.status_code, sentence in page, "Typed with care." in page) == (422, True, True)
    assert Criterion.objects.get(pk=criterion.pk).name == criterion.name


def test_from_nothing_to_a_criterion(client, editor):
    empty = RubricFactory(number=1, created_by=editor)
    assert "has no competency yet" in client.get(page_of(empty)).content.decode()
    client.post(part(empty, "rubric", 0), {"act": "add", "name": "Leading"})
    heading = empty.competencies.get()
    client.post(part(empty, "competencies", heading.pk), {"act": "add", "name": "Coaching"})
    criterion = empty.criteria.get()
    client.post(part(empty, "criteria", criterion.pk), {"act": "add", "name": "When did you coach?"})
    assert criterion.questions.get().text == "When did you coach?"
    refused = client.post(part(empty, "competencies", heading.pk), {"act": "add", "name": " "})
    assert (refused.status_code, empty.criteria.count()) == (422, 1)


def test_moves_within_and_between_competencies(client, draft):
    first, second = draft.criteria.order_by("position")
    later = CompetencyFactory(rubric=draft, position=9)

    def move(criterion, act, **more):
        return client.post(part(draft, "criteria", criterion.pk), {"act": act, **more})

    def order():
        return list(
            draft.criteria.order_by("competency__position", "position").values_list("pk", "competency_id")
        )

    here = first.competency_id
    move(first, "up")
    assert order() == [(first.pk, here), (second.pk, here)]
    move(first, "down")
    assert order() == [(second.pk, here), (first.pk, here)]
    move(first, "down")
    assert order() == [(second.pk, here), (first.pk, later.pk)]
    move(second, "place", to=later.pk, before=first.pk)
    assert order() == [(second.pk, later.pk), (first.pk, later.pk)]
    client.post(part(draft, "competencies", later.pk), {"act": "up"})
    assert draft.competencies.order_by("position").first() == later


def test_competency_is_chosen_with_the_words(client, draft, criterion):
    later = CompetencyFactory(rubric=draft, position=9)
    url, data = form_of(client, draft, f"criterion-{criterion.key}-words")
    client.post(url, data | {"under": later.pk})
    criterion.refresh_from_db()
    assert criterion.competency == later


def test_copies_removals_and_equal_weights(client, draft, criterion, events):
    criterion_url = part(draft, "criteria", criterion.pk)
    question = criterion.questions.get()
    url, seen = form_of(client, draft, f"question-{question.pk}-remove-form")
    with events() as recorded:
        client.post(criterion_url, {"act": "duplicate"})
        client.post(part(draft, "questions", question.pk), {"act": "duplicate"})
        client.post(part(draft, "questions", question.pk), {"act": "down"})
        client.post(url, seen)
        client.post(part(draft, "rubric", 0), {"act": "equal"})
        client.post(criterion_url, {"act": "nonsense"})
    assert recorded == [
        "criterion.duplicated", "question.duplicated", "question.moved", "question.deleted",
        "rubric.weights_made_equal",
    ]  # fmt: skip


def test_words_of_levels_are_moved_copied_and_removed(client, draft, criterion, events):
    url = part(draft, "levels", criterion.pk)

    def act(act, value, **more):
        return client.post(url, {"act": act, "value": value, **more}, headers={"HX-Request": "true"})

    def written():
        return [(int(level.value), level.text[8:-1]) for level in criterion.levels.order_by("value")]

    assert written() == [(1, "1"), (3, "3"), (5, "5")]
    with events() as recorded:
        assert f'"criterion-{criterion.key}-level-2-down"' in act("down", "1")["HX-Trigger-After-Settle"]
        assert written() == [(2, "1"), (3, "3"), (5, "5")]
        act("up", "1")
        assert written() == [(2, "1"), (3, "3"), (5, "5")]
        act("place", "5", before="2")
        assert written() == [(2, "5"), (3, "1"), (4, "3")]
        act("place", "2", before="")
        assert written() == [(2, "1"), (3, "3"), (5, "5")]
        assert f'"criterion-{criterion.key}-level-4"' in act("duplicate", "3")["HX-Trigger-After-Settle"]
        assert written() == [(2, "1"), (3, "3"), (4, "3"), (5, "5")]
        assert act("duplicate", "1").status_code == 422
        assert act("remove", "4").status_code == 409
        _, seen = form_of(client, draft, f"criterion-{criterion.key}-level-4-remove-form")
        client.post(url, seen)
        assert act("remove", "4").status_code == 422
    assert written() == [(2, "1"), (3, "3"), (5, "5")]
    assert recorded == ["level.moved"] * 4 + ["level.duplicated", "level.deleted"]


def test_empty_levels_are_filled_where_there_are_some(client, draft, criterion):
    button = f'id="criterion-{criterion.key}-fill"'
    url, data = form_of(client, draft, f"criterion-{criterion.key}-fill-form")
    answer = client.post(url, data, headers={"HX-Request": "true"})
    assert f'"criterion-{criterion.key}-level-1"' in answer["HX-Trigger-After-Settle"]
    assert (criterion.levels.count(), criterion.levels.get(value=3).text) == (5, "Seen at 3.")
    assert button not in answer.content.decode()
    assert client.post(url, data, headers={"HX-Request": "true"}).status_code == 422


@pytest.mark.parametrize("before", ["²", "9" * 5000, "-1", "x", "1e400"])
def test_place_that_is_none_is_the_last(client, draft, criterion, before):
    for kind, pk in (("criteria", criterion.pk), ("competencies", criterion.competency_id)):
        answer = client.post(part(draft, kind, pk), {"act": "place", "before": before, "to": before})
        assert answer.status_code == 302
    assert draft.criteria.order_by("position").last() == criterion


def test_question_is_dropped_before_another(client, draft, criterion):
    first = criterion.questions.get()
    client.post(part(draft, "questions", first.pk), {"act": "duplicate"})
    copy = criterion.questions.latest("pk")
    client.post(part(draft, "questions", copy.pk), {"act": "place", "before": f"question-{first.pk}"})
    assert list(criterion.questions.order_by("position")) == [copy, first]


def test_removing_what_was_changed_meanwhile_is_a_conflict(client, draft, criterion):
    url, data = form_of(client, draft, f"criterion-{criterion.key}-remove-form")
    Criterion.objects.filter(pk=criterion.pk).update(name="Guiding people")
    response = client.post(url, data)
    assert (response.status_code, draft.criteria.count()) == (409, 2)
    assert "Nothing was removed" in response.content.decode()


def test_competency_with_criteria_stays(client, draft):
    url, data = form_of(client, draft, "competency-leading-remove-form")
    response = client.post(url, data)
    assert (response.status_code, "Move or delete them first" in response.content.decode()) == (422, True)


def test_level_without_words_is_taken_away(client, draft, criterion):
    url, data = form_of(client, draft, f"criterion-{criterion.key}-level-3-words")
    client.post(url, data | {"text": "  "})
    assert criterion.levels.count() == 2
    for value in ("nan", "1e9", "x", ""):
        assert client.post(url, data | {"value": value}).status_code == 409


def test_fine_scale_takes_levels_at_any_value(client, draft, criterion):
    Criterion.objects.filter(pk=criterion.pk).update(lo=0, hi=10, step=Decimal("0.25"))
    url, data = form_of(client, draft, f"new-level-{criterion.key}-form")
    client.post(url, data | {"value": "7.5", "text": "Nearly there."})
    assert criterion.levels.get(value=Decimal("7.5")).text == "Nearly there."


def test_every_problem_leads_to_something_on_the_page(client, editor):
    rubric = RubricFactory(number=1, created_by=editor)
    CompetencyFactory(rubric=rubric)
    for weight in (0, 1, 2):
        criterion = CriterionFactory(rubric=rubric, name="Twin", weight=weight)
        LevelFactory(criterion=criterion, value=Decimal("1.5"))
    ResponsibilityFactory(role=rubric.role)
    page = client.get(page_of(rubric)).content.decode()
    targets = re.findall(r'<a href="#([^"]+)">', page)
    assert len(targets) > 15
    assert [target for target in targets if f'id="{target}"' not in page and target != "main"] == []


def test_ready_draft_offers_publishing_but_not_to_its_author_where_two_must(
    client, client_of, draft, settings
):
    publish = reverse("roles:rubric-publish", args=[draft.role.slug, 1])
    assert publish in client.get(page_of(draft)).content.decode()
    settings.TWO_PERSON_RUBRICS = True
    page = client.get(page_of(draft)).content.decode()
    assert (publish in page, "You have written on this draft" in page) == (False, True)
    assert client.post(publish).status_code == 422
    assert (
        "You have written on this draft" in client.get(page_of(draft).replace("edit/", "")).content.decode()
    )
    client_of(UserFactory(is_rubric_editor=True)).post(publish)
    assert Rubric.objects.get().is_published


def test_words_are_shown_as_text(client, editor):
    criterion = CriterionFactory(name="<script>alert(1)</script>", rubric__number=1)
    page = client.get(page_of(criterion.rubric)).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_price(rf, django_assert_num_queries, editor, count):
    draft = sound_draft(criteria=count, number=1)
    for _ in range(count):
        more = CriterionFactory(rubric=draft)
        write(more)
        QuestionFactory(criterion=more)
        ResponsibilityFactory(role=draft.role)
    request = rf.get("/")
    request.user = editor
    with django_assert_num_queries(13):
        response = editor_views.rubric_edit(request, slug=draft.role.slug, number=1)
    with django_assert_num_queries(0):
        response.render()
