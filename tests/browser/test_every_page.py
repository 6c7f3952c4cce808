"""Every page of the demonstration, as whoever uses it: clean for axe in both themes, and no wider than a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from assessor.accounts.actions import users
from assessor.accounts.models import User
from assessor.candidates.models import Application, Decision
from assessor.home.demo.loading import load
from assessor.interviews.models import Interview, PanelSeat, Scorecard
from assessor.openings.models import Export, Opening, Round
from roles.actions import criteria, rubrics
from roles.models import Criterion, Rubric
from tests.factories.openings import ExportFactory
from tests.moments import AT
from tests.roles.versions import change

pytestmark = pytest.mark.django_db(transaction=True)

OPENING, CLOSED = "director-ml-2026", "director-ml-2025"
ROLE, DRAFTED = "director-of-machine-learning", "senior-data-engineer"
NARROW, WIDE = 360, 1280


def _of(person: str) -> User:
    return User.objects.get(email__startswith=f"{person}.")


def _manager_pages() -> list[str]:
    application = Application.objects.get(
        opening__slug=OPENING, candidate__identity__name__startswith="Gareth"
    )
    other = Application.objects.get(opening__slug=OPENING, candidate__identity__name__startswith="Rohan")
    interview = Interview.objects.filter(application=application).order_by("id").last()
    seat = PanelSeat.objects.filter(interview=interview).order_by("id").first()
    in_opening = {"seat__interview__application__opening__slug": OPENING}
    card = Scorecard.objects.filter(current__isnull=False, **in_opening).order_by("id").first()
    criterion = Criterion.objects.filter(rubric__openings__slug=OPENING).order_by("id").first()
    round_id = Round.objects.filter(opening__slug=OPENING).order_by("id").values_list("id", flat=True)[0]
    decided = Decision.objects.order_by("id").last()
    assert decided
    assert interview
    assert seat
    assert card
    assert criterion
    return [
        reverse("home:dashboard"),
        reverse("home:gallery"),
        reverse("openings:opening-list"),
        reverse("interviews:opening-detail", args=[OPENING]),
        reverse("interviews:opening-detail", args=[CLOSED]),
        reverse("interviews:opening-rubric", args=[OPENING]),
        reverse("openings:opening-settings", args=[OPENING]),
        reverse("openings:opening-create"),
        reverse("openings:opening-copy", args=[OPENING]),
        reverse("openings:rubric-move", args=[OPENING]),
        reverse("openings:round-create", args=[OPENING]),
        reverse("openings:round-edit", args=[OPENING, round_id]),
        reverse("interviews:round-kit", args=[OPENING, round_id]),
        reverse("interviews:opening-coverage", args=[OPENING]),
        reverse("interviews:opening-coverage", args=[CLOSED]) + "?show=gaps",
        reverse("interviews:panel-seat", args=[OPENING]),
        reverse("candidates:candidate-create", args=[OPENING]),
        reverse("candidates:candidate-paste", args=[OPENING]),
        reverse("candidates:candidate-edit", args=[application.ref]),
        reverse("interviews:application-detail", args=[application.ref]),
        reverse("interviews:application-delete", args=[application.ref]),
        reverse("reports:decision-create", args=[application.ref]),
        reverse("reports:decision-detail", args=[decided.ref]),
        reverse("interviews:interview-plan", args=[application.ref]),
        reverse("interviews:interview-edit", args=[interview.ref]),
        reverse("interviews:seat-add", args=[interview.ref]),
        reverse("interviews:seat-replace", args=[seat.ref]),
        reverse("interviews:scorecard-detail", args=[card.ref]),
        reverse("reports:comparison", args=[OPENING]),
        reverse("reports:comparison", args=[OPENING]) + f"?show=shortlist&how={application.ref}",
        reverse("reports:comparison", args=[OPENING]) + f"?pick={application.ref}&w-setting-direction=50",
        reverse("reports:comparison", args=[CLOSED]),
        reverse("reports:agreement-cards", args=[OPENING]),
        reverse("reports:agreement-cards", args=[CLOSED]),
        reverse("reports:agreement-detail", args=[OPENING, criterion.key]),
        reverse("reports:interviewer-detail", args=[OPENING, card.seat.interviewer.ref]),
        reverse("reports:side-by-side", args=[OPENING]) + f"?pick={application.ref}&pick={other.ref}",
        reverse("reports:side-by-side", args=[OPENING]),
        reverse("reports:application-report", args=[application.ref]),
        reverse("interviews:application-side-by-side", args=[application.ref]),
        reverse("reports:export-list"),
        *(reverse("reports:export-detail", args=[export.ref]) for export in Export.objects.order_by("state")),
        reverse("reports:methods"),
        reverse("reports:methods") + "?which=3&value=9",
        reverse("roles:role-list"),
        reverse("roles:role-list") + "?q=people",
        reverse("roles:criterion-library"),
        reverse("roles:role-detail", args=[ROLE]),
        reverse("roles:rubric-detail", args=[ROLE, 1]),
        reverse("roles:rubric-list", args=[ROLE]),
        reverse("roles:rubric-compare", args=[ROLE]),
        reverse("accounts:profile"),
        reverse("account_change_password"),
    ]


def _interviewer_pages() -> list[str]:
    owed = PanelSeat.objects.filter(interviewer=_of("rafael"), scorecard__isnull=True).order_by("id")[0]
    drafted = PanelSeat.objects.filter(scorecard__current__isnull=True, scorecard__isnull=False)[0]
    done = PanelSeat.objects.filter(interviewer=_of("rafael"), scorecard__current__isnull=False).order_by(
        "id"
    )[0]
    seats = [reverse("interviews:seat-card", args=[seat.ref]) for seat in (owed, drafted, done)]
    application = reverse("interviews:application-detail", args=[done.interview.application.ref])
    kit = reverse("interviews:seat-kit", args=[owed.ref])
    return [reverse("home:dashboard"), reverse("openings:opening-list"), *seats, kit, application]


def _editor_pages() -> list[str]:
    draft = Rubric.objects.draft().get(role__slug=DRAFTED)
    criterion = Criterion.objects.filter(rubric=draft).order_by("id")[0]
    return [
        reverse("roles:rubric-detail", args=[DRAFTED, draft.number]),
        reverse("roles:criterion-library") + f"?suits=product-manager&q=tell&to={draft.pk}",
        reverse("roles:role-copy", args=[ROLE]),
        reverse("roles:rubric-copy", args=[ROLE]),
        reverse("roles:role-from-text"),
        reverse("roles:role-import"),
        reverse("admin:index"),
        reverse("admin:roles_role_changelist"),
        reverse("admin:roles_rubric_changelist"),
        reverse("admin:roles_rubric_change", args=[draft.pk]),
        reverse("admin:roles_criterion_change", args=[criterion.pk]),
    ]


def _administrator_pages() -> list[str]:
    person = _of("lucia")
    return [
        reverse("accounts:person-list"),
        reverse("accounts:person-detail", args=[person.ref]),
        reverse("accounts:person-invite"),
        reverse("interviews:person-handover", args=[person.ref]),
    ]


PAGES: dict[str, Callable[[], list[str]]] = {
    "tomasz": _manager_pages,
    "rafael": _interviewer_pages,
    "priyamvada": _editor_pages,
    "ingrid": _administrator_pages,
}


@pytest.fixture
def demonstration() -> None:
    load(by=users.ensure_system(at=AT), at=AT)
    _ask_for_exports()
    _publish_another_version()


def _ask_for_exports() -> None:
    opening, manager = Opening.objects.get(slug=OPENING), _of("tomasz")
    ExportFactory(
        opening=opening,
        asked_by=manager,
        state="ready",
        listed=["somebody"],
        size=23_456,
        asked_at=timezone.now(),
    )
    ExportFactory(
        opening=opening,
        asked_by=manager,
        state="failed",
        problem="The opening is not yours to see any more.",
        asked_at=timezone.now(),
    )
    ExportFactory(
        opening=opening,
        asked_by=manager,
        state="writing",
        done=1,
        total=3,
        asked_at=timezone.now(),
        moved_at=timezone.now(),
    )


def _publish_another_version() -> None:
    """Reword a criterion and drop another, so that there is something to compare and to move to."""
    editor = _of("priyamvada")
    draft = rubrics.draft_from(rubric=Rubric.objects.published().get(role__slug=ROLE), by=editor, at=AT)
    change(draft, editor, AT, name="Another name for it, long enough for two lines on a phone")
    criteria.delete(criterion=draft.criteria.order_by("-id")[0], by=editor, at=AT)
    rubrics.publish(rubric=draft, by=editor, at=AT)


# Stock parts of Django's admin that we do not rewrite: its inlines have an empty heading over their icons.
ADMIN_RULES = {"empty-table-header": {"enabled": False}}


def _faults(page, axe, address: str) -> Iterator[str]:
    is_admin = address.startswith("/admin/")
    so_far = list(page.watch.faults)
    yield from _violations(page, partial(axe, rules=ADMIN_RULES) if is_admin else axe, address)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > NARROW and not is_admin:
        yield f"{address}: {width} px wide on a screen of {NARROW}"
    if is_admin:
        # axe itself tries inline styles on jQuery's pages, and the policy says so on the console.
        page.watch.faults[:] = so_far
    page.set_viewport_size({"width": WIDE, "height": 900})


def _violations(page, axe, address: str) -> Iterator[str]:
    yield from (f"{address}: {line}" for line in axe(page))
    page.set_viewport_size({"width": NARROW, "height": 780})
    yield from (f"{address} (narrow): {line}" for line in axe(page))
    page.emulate_media(color_scheme="dark")
    page.reload()
    yield from (f"{address} (dark): {line}" for line in axe(page, runOnly=["color-contrast"]))
    page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("person", PAGES)
def test_pages_are_clean_in_both_themes_and_on_a_phone(person, demonstration, page, sign_in, axe):
    user, addresses = _of(person), PAGES[person]()

    found = [fault for address in addresses for fault in _faults(sign_in(user, address), axe, address)]

    assert found == [], "\n".join(found)


def test_pages_of_strangers_are_clean(page, live_server, axe):
    page.watch.expect(404)

    found = []
    for address in (reverse("account_login"), reverse("account_reset_password"), "/nowhere/"):
        page.goto(f"{live_server.url}{address}")
        found += list(_faults(page, axe, address))

    assert found == []
