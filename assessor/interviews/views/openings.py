"""The page of one opening, and seating the same panel for everybody in it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessor.accounts.http import SignedInRequest
from assessor.base.http import form_status
from assessor.base.refused import Refused
from assessor.candidates.enums import Stage
from assessor.interviews.actions import panels
from assessor.interviews.actions.places import Seated
from assessor.interviews.forms.planning import SamePanelForm
from assessor.interviews.queries.openings import (
    PAGE_SIZE,
    RUNNING,
    Finding,
    candidate_rows,
    lines_in,
    progress_of,
    stage_counts,
    uncovered_criteria,
)
from assessor.interviews.queries.owed import cards_owed
from assessor.interviews.queries.planning import rounds_to_choose
from assessor.interviews.rules.steps import steps_of
from assessor.openings.http import refuse_onlookers, standing_or_404
from assessor.openings.permissions import can_create_opening, can_reopen_opening, can_run_opening
from assessor.openings.queries import people_to_choose, rounds_of, team_of


@require_safe
def opening_detail(request: SignedInRequest, slug: str) -> HttpResponse:
    """Candidates with their stage and who owes a card, the plan, the team, and what comes next."""
    standing = standing_or_404(request, slug)
    opening = standing.opening

    finding = _finding(request.GET)
    lines = lines_in(opening=opening, viewer=request.user)
    found = [line.id for line in lines if finding.keeps(line)]
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rounds = rounds_of(opening=opening)
    owed = cards_owed(viewer=request.user, opening=opening)
    progress = progress_of(opening=opening, viewer=request.user, lines=lines, owed=owed)

    context = {
        "opening": opening,
        "page": page,
        "rows": candidate_rows(
            opening=opening,
            viewer=request.user,
            ids=list(page.object_list),
            rounds=rounds,
            owed=owed,
            at=timezone.now(),
        ),
        "rounds": rounds,
        "finding": finding,
        "found": len(found),
        "query": _query(finding).urlencode(),
        "back": _back(finding, page.number),
        "stages": stage_counts(lines),
        "progress": progress,
        "steps": steps_of(progress),
        "uncovered": uncovered_criteria(opening=opening, rounds=rounds),
        "team": team_of(opening=opening),
        "can_run": can_run_opening(standing),
        "can_reopen": can_reopen_opening(standing),
        "can_copy": can_create_opening(request.user),
    }
    return TemplateResponse(request, "interviews/opening_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def panel_seat(request: SignedInRequest, slug: str) -> HttpResponse:
    """Seat the same people for every candidate who is still in the running."""
    standing = standing_or_404(request, slug)
    refuse_onlookers(standing)
    opening = standing.opening
    rounds = rounds_to_choose(opening=opening)

    form = SamePanelForm(
        request.POST or None, rounds=rounds, people=people_to_choose(), due_days=opening.due_days
    )

    if request.method == "POST" and form.is_valid():
        try:
            seated = panels.seat_panel(
                opening=opening,
                round=form.cleaned_data["round"],
                interviewers=form.cleaned_data["interviewers"],
                due_at=form.cleaned_data["due_at"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            _tell(request, seated)
            return redirect("interviews:opening-detail", slug)

    context = {"form": form, "opening": opening, "rounds": rounds, "people": form.people_choices()}
    return TemplateResponse(request, "interviews/panel_seat.html", context, status=form_status(request))


def _tell(request: SignedInRequest, seated: Seated) -> None:
    seats, interviews = len(seated.seats), len({seat.interview_id for seat in seated.seats})
    messages.success(
        request,
        f"The panel is seated: {seats} seat{'s' if seats != 1 else ''}"
        f" on {interviews} interview{'s' if interviews != 1 else ''}.",
    )
    for entry in seated.left_out[:10]:
        messages.warning(request, f"{entry.application.candidate.name}: {entry.sentence}")


def _finding(given: QueryDict) -> Finding:
    """Read the filter; a stage that is none counts as not asked."""
    stage = given.get("stage", "")
    return Finding(
        name=given.get("name", "").strip()[:200],
        stage=stage if stage == RUNNING or stage in Stage.values else "",
    )


def _query(finding: Finding) -> QueryDict:
    query = QueryDict(mutable=True)
    for key, value in (("name", finding.name), ("stage", finding.stage)):
        if value:
            query[key] = value
    return query


def _back(finding: Finding, page: int) -> str:
    """Return what a button in the list sends along, so that its answer leads back to the list as it was."""
    query = _query(finding)
    query["back"] = "opening"
    if page > 1:
        query["page"] = str(page)
    return f"?{query.urlencode()}"
