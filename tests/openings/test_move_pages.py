"""The page that moves an opening to a newer version of its rubric."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from assessor.audit.models import AuditEvent
from assessor.openings.actions import moves, openings
from assessor.openings.enums import Fate, TeamAccess
from assessor.openings.models import CriterionFate, Opening, RubricMove
from assessor.openings.rules import Passage
from assessor.openings.views.moves import rubric_move
from assessor.openings.views.settings import opening_settings
from tests.factories.accounts import UserFactory
from tests.factories.candidates import apply
from tests.factories.interviews import InterviewFactory, PanelSeatFactory, submitted_card
from tests.factories.openings import OpeningFactory, TeamMemberFactory
from tests.factories.roles import CriterionFactory, next_version
from tests.openings.moving import TEN, moving

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return moving()


@pytest.fixture
def tab(client_of, scene):
    return client_of(scene.manager)


def address(opening):
    return reverse("openings:rubric-move", args=[opening.slug])


def sent(**more):
    """What a complete form sends; underscores in names stand for hyphens."""
    complete = {
        "from_number": "1",
        "to_number": "2",
        "fate-depth": "kept",
        "fate-clarity": "to:clarity",
        "fate-pace": "set_aside",
        "reason": "The role has grown.",
    }
    return complete | {name.replace("fate_", "fate-"): value for name, value in more.items()}


def text(response):
    return response.content.decode()


def words(response):
    """The page without its CSRF tokens, which differ each time."""
    return re.sub(r"[A-Za-z0-9]{64}", "", text(response))


def chosen(response):
    """Return which option of each select is ticked."""
    selects = re.findall(r'<select name="fate-([a-z]+)".*?</select>', text(response), re.DOTALL)
    ticked = re.findall(r'<option value="([^"]*)" selected', text(response))
    return dict(zip(selects, ticked, strict=True))


class TestPage:
    def test_it_shows_what_changed_and_suggests_what_fits(self, scene, tab):
        response = tab.get(address(scene.opening))
        page = text(response)
        assert response.status_code == 200
        assert "Move from rubric 1 to rubric 2" in page
        assert "cannot be compared as they stand" in page
        assert chosen(response) == {"depth": "kept", "clarity": "to:clarity", "pace": "set_aside"}
        assert "Count as “Clarity of thought” (1 to 5 becomes 0 to 10, in proportion)" in page
        assert 'href="#criterion-clarity"' in page
        assert 'id="criterion-clarity"' in page
        assert re.search(r"New in rubric 2</p>\s*<p>Grit</p>", page)

    def test_what_is_kept_is_not_offered_to_count_as_itself(self, scene, tab):
        select = re.search(
            r'<select name="fate-depth".*?</select>', text(tab.get(address(scene.opening))), re.DOTALL
        )
        assert re.findall(r'value="([^"]+)"', select[0]) == ["kept", "to:clarity", "to:grit", "set_aside"]

    def test_it_is_the_same_whether_or_not_there_are_scores(self, scene, tab):
        """BL-02: who runs the opening may be blind, and learns not even whether a card is in."""
        before = words(tab.get(address(scene.opening)))
        interview = InterviewFactory(application=apply(scene.opening, "Ngozi"), round=scene.round)
        PanelSeatFactory(interview=interview, interviewer=scene.manager)
        submitted_card(PanelSeatFactory(interview=interview), {scene.old("depth"): 5, scene.old("pace"): 2})
        assert words(tab.get(address(scene.opening))) == before

    def test_moving_leads_back_and_says_what_waits_for_a_round(self, scene, tab, events):
        with events() as recorded:
            response = tab.post(address(scene.opening), sent(), follow=True)
        assert response.redirect_chain == [
            (reverse("openings:opening-settings", args=[scene.opening.slug]), 302)
        ]
        assert "The opening is on rubric 2 now. No round covers “Grit” yet" in text(response)
        assert recorded == ["opening.rubric_moved"]
        assert list(CriterionFate.objects.order_by("id").values_list("fate", flat=True)) == [
            "kept",
            "mapped",
            "set_aside",
        ]

    def test_an_old_criterion_can_count_as_a_new_one(self, scene, tab):
        tab.post(address(scene.opening), sent(fate_pace="to:grit"))
        assert CriterionFate.objects.get(from_criterion=scene.old("pace")).to_criterion == scene.new("grit")

    def test_names_show_as_text(self, client_of, scene):
        payload = "<script>alert(1)</script>"
        newer = next_version(scene.second, {"key": "depth", "name": payload})
        page = text(client_of(scene.manager).get(address(scene.opening)))
        assert payload not in page
        assert page.count("&lt;script&gt;alert(1)") >= 2
        assert newer.number == 3


class TestRefused:
    @pytest.mark.parametrize(
        ("change", "field", "sentence"),
        [
            ({"fate_clarity": "kept"}, "fate-clarity", "Select a valid choice"),
            ({"fate_depth": ""}, "fate-depth", "Say what becomes of the scores on this criterion."),
            ({"fate_pace": "to:depth"}, "fate-pace", "“Depth” takes the scores of “Depth” already"),
            ({"fate_pace": "to:pace"}, "fate-pace", "Select a valid choice"),
            ({"fate_pace": "to:"}, "fate-pace", "Select a valid choice"),
            ({"reason": " \n "}, "reason", "This field is required."),
            ({"reason": "x" * 2001}, "reason", "at most 2000 characters"),
            ({"reason": "a\x00b"}, "reason", "Null characters are not allowed."),
        ],
    )
    def test_bad_choices_are_named_at_their_row_and_nothing_is_written(
        self, scene, tab, events, change, field, sentence
    ):
        with events() as recorded:
            response = tab.post(address(scene.opening), sent(reason="Keep these words.") | sent(**change))
        errors = response.context["form"].errors
        assert response.status_code == 422
        assert list(errors) == [field]
        assert sentence in errors[field][0]
        assert recorded == []
        assert not RubricMove.objects.exists()
        if field != "reason":
            assert "The role has grown." in text(response)

    def test_a_forged_criterion_of_another_rubric_is_refused(self, scene, tab):
        stray = CriterionFactory(key="swimming")
        for value in (f"to:{stray.key}", f"to:{stray.pk}", str(stray.pk), f"to:{scene.new('grit').pk}"):
            assert tab.post(address(scene.opening), sent(fate_pace=value)).status_code == 422
        assert tab.post(address(scene.opening), sent() | {"fate-swimming": "set_aside"}).status_code == 302
        assert CriterionFate.objects.count() == 3

    def test_two_tabs_move_it_once_and_the_second_keeps_what_was_typed(self, scene, tab):
        tab.post(address(scene.opening), sent())
        response = tab.post(address(scene.opening), sent(reason="Typed in the other tab."))
        assert response.status_code == 409
        assert "There is no newer rubric to move to" in text(response)
        assert "Typed in the other tab." in text(response)
        assert RubricMove.objects.count() == 1

    def test_a_version_published_meanwhile_is_shown_with_what_was_typed(self, scene, tab):
        next_version(
            scene.second, {"key": "depth", "name": "Depth"}, {"key": "pace", "name": "Pace"}, {"key": "grit"}
        )
        response = tab.post(address(scene.opening), sent(fate_depth="set_aside", fate_pace="to:grit"))
        assert response.status_code == 409
        assert "nothing was written" in text(response)
        assert "Move from rubric 1 to rubric 3" in text(response)
        assert "The role has grown." in text(response)
        assert chosen(response) == {"depth": "set_aside", "clarity": "set_aside", "pace": "to:grit"}
        assert not RubricMove.objects.exists()

    @pytest.mark.parametrize(
        "numbers", [{}, {"from_number": "x", "to_number": "2"}, {"from_number": "9" * 40}]
    )
    def test_a_page_that_does_not_say_what_it_showed_moves_nothing(self, scene, tab, numbers):
        form = {name: value for name, value in sent().items() if not name.endswith("_number")}
        assert tab.post(address(scene.opening), form | numbers).status_code == 409
        assert not RubricMove.objects.exists()

    def test_a_closed_opening_stays_where_it_is(self, scene, tab, at):
        openings.close(opening=scene.opening, by=scene.manager, at=at)
        assert "This opening is closed" in text(tab.get(address(scene.opening)))
        response = tab.post(address(scene.opening), sent())
        assert response.status_code == 409
        assert "The role has grown." in text(response)
        assert not RubricMove.objects.exists()

    def test_without_a_newer_version_there_is_nothing_to_choose(self, client_of):
        member = TeamMemberFactory()
        response = client_of(member.user).get(address(member.opening))
        assert response.status_code == 200
        assert "There is no newer rubric to move to" in text(response)
        assert "<select" not in text(response)


class TestWhoMay:
    def test_an_observer_is_refused(self, client_of, scene):
        client = client_of(TeamMemberFactory(opening=scene.opening, access=TeamAccess.OBSERVER).user)
        for answer in (client.get(address(scene.opening)), client.post(address(scene.opening), sent())):
            assert answer.status_code == 403
        assert not RubricMove.objects.exists()

    def test_others_find_nothing(self, client_of, scene):
        seat = PanelSeatFactory(interview=InterviewFactory(application=apply(scene.opening, "Ngozi")))
        for viewer in (seat.interviewer, TeamMemberFactory().user, UserFactory(is_administrator=True)):
            client = client_of(viewer)
            unknown = client.get(address(OpeningFactory.build(slug="no-such-opening")))
            answers = [client.get(address(scene.opening)), client.post(address(scene.opening), sent())]
            assert [answer.status_code for answer in answers] == [404, 404]
            assert words(answers[0]) == words(unknown)
        assert not RubricMove.objects.exists()

    def test_a_recruiter_moves_it(self, client_of, scene):
        client_of(UserFactory(is_recruiter=True)).post(address(scene.opening), sent())
        assert Opening.objects.get().rubric == scene.second

    def test_get_writes_nothing(self, scene, tab):
        before = AuditEvent.objects.count()
        assert {
            tab.get(address(scene.opening)).status_code,
            tab.head(address(scene.opening)).status_code,
        } == {200}
        assert AuditEvent.objects.count() == before


class TestSettings:
    def page(self, client, opening):
        return text(client.get(reverse("openings:opening-settings", args=[opening.slug])))

    def test_it_leads_to_the_page_only_for_who_may_and_can(self, client_of, scene, tab, at):
        link = f'href="{address(scene.opening)}"'
        observer = client_of(TeamMemberFactory(opening=scene.opening, access=TeamAccess.OBSERVER).user)
        assert link in self.page(tab, scene.opening)
        assert link not in self.page(observer, scene.opening)
        openings.close(opening=scene.opening, by=scene.manager, at=at)
        assert link not in self.page(tab, scene.opening)
        openings.reopen(opening=scene.opening, by=scene.manager, at=at)
        scene.move()
        assert link not in self.page(tab, scene.opening)

    def test_it_tells_the_moves_there_were(self, scene, tab):
        scene.move(reason="The role has grown.")
        page = self.page(tab, scene.opening)
        assert f"From rubric 1 to rubric 2, 2 March 2026, by {scene.manager.name}" in " ".join(page.split())
        assert "The role has grown." in page
        assert "Mapped: counts as Clarity of thought, 1 to 5 in proportion to 0 to 10" in page
        assert "Set aside" in page


@pytest.mark.parametrize("count", [1, 3])
class TestPrice:
    @pytest.fixture
    def keys(self, count):
        return [f"key-{number}" for number in range(count)]

    @pytest.fixture
    def opening(self, keys):
        opening = OpeningFactory(
            rubric=next_version(OpeningFactory().rubric, *({"key": key} for key in keys))
        )
        next_version(opening.rubric, *({"key": key} | TEN for key in keys))
        return Opening.objects.get(pk=opening.pk)

    @pytest.fixture
    def manager(self, opening):
        return TeamMemberFactory(opening=opening).user

    @pytest.fixture
    def price(self, rf, django_assert_num_queries, opening, manager):
        def check(view, queries):
            request = rf.get("/")
            request.user = manager
            with django_assert_num_queries(queries):
                response = view(request, opening.slug)
            with django_assert_num_queries(0):
                response.render()

        return check

    def test_page(self, price):
        # The opening, what the viewer is to it, and the two versions.
        price(rubric_move, 12)

    def test_settings_with_a_move(self, price, opening, manager, keys, at):
        moves.move_rubric(
            opening=opening,
            from_number=opening.rubric.number,
            to_number=opening.rubric.number + 1,
            passages={key: Passage(Fate.MAPPED, key) for key in keys},
            reason="Agreed.",
            by=manager,
            at=at,
        )
        price(opening_settings, 8)
