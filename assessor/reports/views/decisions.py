"""Deciding on a candidate, and the page of a decision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessor.accounts.http import SignedInRequest
from assessor.base.held import gives_back
from assessor.base.http import form_status
from assessor.base.refused import Refused, refusal
from assessor.candidates.http import team_application_or_404
from assessor.candidates.models import Application, Decision
from assessor.candidates.permissions import check_can_decide
from assessor.candidates.queries import latest_decision
from assessor.interviews.actions import decisions
from assessor.interviews.http import note_look
from assessor.interviews.queries.visibility import is_blind
from assessor.reports.exports.json import document_hash, recorded
from assessor.reports.forms import DecisionForm
from assessor.reports.http import decision_or_404, shown_in
from assessor.reports.queries import comparison_of
from assessor.reports.queries.decided import changes_since, comparison_as_decided
from assessor.reports.rules.brief import brief
from assessor.reports.rules.comparison import Comparison
from assessor.reports.rules.decided import decided_table
from assessor.reports.rules.headline import headline
from assessor.reports.rules.record import record_of

CLOSED_MEANWHILE = (
    "Scorecards of this opening were closed to you while the page was made, so look at it again."
)
UNKNOWN_CHANGE = "What the page was loaded with cannot be read any more, so look at the candidate again."


@gives_back
@require_http_methods(["GET", "HEAD", "POST"])
def decision_create(request: SignedInRequest, ref: str) -> HttpResponse:
    """Decide on a candidate. What the comparison says stands there to be read; nothing of it is filled in."""
    application, standing = team_application_or_404(request, ref)
    blind = is_blind(viewer=request.user, application=application)
    if sentence := refusal(check_can_decide, standing=standing, has_conflict=False, is_blind=blind):
        return _refused(request, application, sentence)
    comparison = comparison_of(opening=application.opening, viewer=request.user)
    if request.method != "HEAD" and note_look(request.user, shown_in(comparison)):
        return _refused(request, application, CLOSED_MEANWHILE)

    newest = latest_decision(application=application)
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        application=application,
        record=record_of(comparison),
        newest=newest,
    )
    if request.method == "POST":
        return _answer(request, form, comparison)
    return _page(request, form, comparison, status=200)


def _answer(request: SignedInRequest, form: DecisionForm, comparison: Comparison) -> HttpResponse:
    """Write down what was sent: once, and only where the page it was sent from shows what stands."""
    if form.newest and _repeats(request, form, form.newest):
        messages.info(request, "This was written down already, and stands there once.")
        return redirect("reports:decision-detail", form.newest.ref)
    if passed := _passed(request, form, comparison):
        return _page(request, form.carried_over(), comparison, status=409, passed=passed)
    if form.is_valid():
        try:
            decision = _decide(request, form, comparison)
        except decisions.DecidedMeanwhile:
            return decision_create(request, form.application.ref)  # the page as it is now says so
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _done(form, decision))
            return redirect("reports:decision-detail", decision.ref)
    return _page(request, form, comparison, status=form_status(request))


@require_safe
def decision_detail(request: SignedInRequest, ref: str) -> HttpResponse:
    """What was decided, by whom and why, and the comparison it was made on, made again from what is stored."""
    decision = decision_or_404(request.user, ref)
    again = comparison_as_decided(decision=decision, viewer=request.user)
    comparison = again.comparison
    if comparison and request.method == "GET" and note_look(request.user, shown_in(comparison)):
        return redirect("interviews:application-detail", decision.application.ref)

    context = {
        "decision": decision,
        "name": decision.application.candidate.name,
        "again": again,
        "comparison": comparison,
        "summary": headline(comparison) if comparison else "",
        "table": decided_table(comparison, decision.application.ref) if comparison else None,
        "same_bytes": bool(
            comparison and again.record and document_hash(comparison) == again.record.document
        ),
    }
    return TemplateResponse(request, "reports/decision_detail.html", context)


def _refused(request: SignedInRequest, application: Application, sentence: str) -> HttpResponse:
    """Say why not on the candidate's page; what was typed meanwhile is shown once more, to be copied."""
    typed = request.POST.get("reason", "").strip()
    if not typed:
        messages.error(request, sentence)
        return redirect("interviews:application-detail", application.ref)
    context = {
        "application": application,
        "name": application.candidate.name,
        "sentence": sentence,
        "typed": typed,
    }
    return TemplateResponse(request, "reports/decision_refused.html", context, status=409)


def _repeats(request: SignedInRequest, form: DecisionForm, newest: Decision) -> bool:
    """Say whether the newest decision is this very form, sent before: its stage may be no choice any more by now."""
    loaded, sent = form.loaded, form.sent
    return loaded is not None and newest.repeats(by=request.user, **sent, comparison_hash=loaded.data_hash)


def _passed(request: SignedInRequest, form: DecisionForm, comparison: Comparison) -> list[str]:
    """Return what has happened since the page was loaded, in words; nothing where it shows what stands."""
    loaded = form.loaded
    if loaded is None:
        return [UNKNOWN_CHANGE]
    found = []
    if form.is_passed_by_a_decision and form.newest:
        newest = form.newest
        found.append(
            f"{newest.decided_by.name} has decided: {newest.get_outcome_display()}. “{newest.reason}”"
        )
    if not loaded.is_as(form.record):
        found += changes_since(
            record=loaded, now=comparison, opening=form.application.opening, viewer=request.user
        ) or [UNKNOWN_CHANGE]
    return found


def _decide(request: SignedInRequest, form: DecisionForm, comparison: Comparison) -> Decision:
    return decisions.decide(
        application=form.application,
        outcome=form.cleaned_data["outcome"],
        reason=form.cleaned_data["reason"],
        rubric=form.application.opening.rubric,
        comparison_hash=comparison.data_hash,
        inputs=recorded(comparison),
        stage=form.cleaned_data["stage"],
        last_seen=form.newest.ref if form.newest else "",
        by=request.user,
        at=timezone.now(),
    )


def _done(form: DecisionForm, decision: Decision) -> str:
    name, stage = form.application.candidate.name, form.cleaned_data["stage"]
    moved = f" {name} is at “{stage.label}” now." if stage else f" {name} stays at the same stage."
    return f"The decision is written down: {decision.get_outcome_display()}.{moved}"


def _page(
    request: SignedInRequest,
    form: DecisionForm,
    comparison: Comparison,
    *,
    status: int,
    passed: list[str] | None = None,
) -> HttpResponse:
    application = form.application
    context = {
        "form": form,
        "application": application,
        "opening": application.opening,
        "name": application.candidate.name,
        "comparison": comparison,
        "brief": brief(comparison, application.candidate.ref),
        "newest": form.newest,
        "passed": passed,
    }
    return TemplateResponse(request, "reports/decision_create.html", context, status=status)
