"""The limits: what the same work costs with as little as possible around it."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from assessor.interviews.models import PanelSeat, Revision, Score, Scorecard
from assessor.openings.models import Opening
from assessor.reports import tasks
from assessor.reports.memory import forget

ONE_GROUP_BY = """
SELECT a.id, i.name, c.key, COUNT(s.value), AVG(s.value), MAX(s.value) - MIN(s.value)
FROM interviews_score s
JOIN interviews_scorecard k ON k.current_id = s.revision_id
JOIN interviews_panelseat p ON p.id = k.seat_id
JOIN interviews_interview v ON v.id = p.interview_id
JOIN candidates_application a ON a.id = v.application_id
JOIN candidates_candidateidentity i ON i.candidate_id = a.candidate_id
JOIN roles_criterion c ON c.id = s.criterion_id
WHERE a.opening_id = (SELECT id FROM openings_opening WHERE slug = %s)
GROUP BY a.id, i.name, c.key, c.position ORDER BY i.name, a.id, c.position
"""


@login_not_required
def hello(request: HttpRequest) -> HttpResponse:
    """Nothing but the framework."""
    return HttpResponse("hello")


@login_not_required
def forgotten(request: HttpRequest) -> HttpResponse:
    """Forget the numbers of every comparison, so that the next page computes them."""
    forget()
    return HttpResponse("forgotten")


@login_not_required
def bare_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The same table, from one GROUP BY through one plain template."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_GROUP_BY, [slug])
        rows: dict[tuple[int, str], list[tuple[int, float, float]]] = {}
        for pk, name, _, n, mean, spread in cursor.fetchall():
            rows.setdefault((pk, name), []).append((n, mean, spread))
    return render(
        request, "bench/bare_page.html", {"rows": [(name, cells) for (_, name), cells in rows.items()]}
    )


@csrf_exempt
@login_not_required
def written(request: HttpRequest, slug: str) -> HttpResponse:
    """No limit, but what the worker does for an export of a large round, done here to be measured."""
    opening = Opening.objects.get(slug=slug)
    export = tasks.ask_for(opening=opening, format="xlsx", by=opening.created_by, at=timezone.now())
    tasks.write_export.call(export.ref)
    export.refresh_from_db()
    tasks.forget_export.call(export.ref)
    return HttpResponse(
        f"{export.size} bytes" if export.is_ready else export.problem, status=200 if export.is_ready else 500
    )


@csrf_exempt
@login_not_required
@transaction.atomic
def bare_write(request: HttpRequest, seat: str) -> HttpResponse:
    """One row, changed, and nothing asked."""
    PanelSeat.objects.filter(ref=seat).update(end_reason=uuid.uuid4().hex)
    return HttpResponse("{}")


@csrf_exempt
@login_not_required
@transaction.atomic
def bare_insert(request: HttpRequest, seat: str) -> HttpResponse:
    """One card with its scores, straight into the tables."""
    held = PanelSeat.objects.select_related("interview__application__opening__rubric").get(ref=seat)
    rubric = held.interview.application.opening.rubric
    card = Scorecard.objects.create(seat=held, rubric=rubric, version=1, started_at=timezone.now())
    revision = Revision.objects.create(scorecard=card, number=1)
    Score.objects.bulk_create(
        Score(revision=revision, criterion_id=pk, value=3)
        for pk in rubric.criteria.values_list("pk", flat=True)
    )
    return HttpResponse(uuid.uuid4().hex)
