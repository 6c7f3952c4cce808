"""Every address of the site with every argument that exists, and with what people could ask it in the query.

A new address is walked by itself; one with arguments of a new kind fails here until it is said what they are.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import URLResolver, get_resolver

from assessor.accounts.models import User
from assessor.candidates.models import Application, CandidateFile, Decision
from assessor.interviews.models import Interview, PanelSeat, Revision, Scorecard
from assessor.openings.models import Export, Opening, Round
from assessor.reports.exports.formats import FORMATS
from roles.models import Criterion, Role, Rubric

KINDS = ("responsibility", "qualification", "competency", "criterion", "question", "level")
PLAIN = {
    r"^(?P<app_label>accounts|roles)/$": ["accounts/", "roles/"],
    r"(?P<url>.*)$": ["interviews/scorecard/", "auth/"],
    r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$": ["password/reset/1-abc/"],
}


def routes() -> list[str]:
    """Return the route of every address as the resolver has it."""
    return list(_routes(get_resolver().url_patterns, ""))


def _routes(patterns: list[Any], before: str) -> Iterator[str]:
    for entry in patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _routes(entry.url_patterns, route)
        else:
            yield route


def addresses() -> list[str]:
    """Return every address with every argument that exists in the database now. Sixteen queries or so."""
    refs = _arguments()
    return [address for route in routes() for address in _filled(route, refs)]


def _arguments() -> dict[str, list[str]]:
    """Return what can stand after each part of an address."""

    def refs(model: Any, field: str = "ref") -> list[str]:
        return [str(value) for value in model.objects.order_by("pk").values_list(field, flat=True)]

    people = refs(User)
    seated = [str(ref) for ref in PanelSeat.objects.values_list("interviewer__ref", flat=True).distinct()]
    types = ContentType.objects.get_for_models(Scorecard, Revision, User).values()
    return {
        "openings": refs(Opening, "slug"),
        "team": people[:2],
        "rounds": refs(Round, "pk"),
        "applications": refs(Application),
        "decisions": refs(Decision),
        "conflicts": people[:2],
        "interviews": refs(Interview),
        "seats": refs(PanelSeat),
        "scorecards": refs(Scorecard),
        "files": refs(CandidateFile),
        "people": people[:4],
        "roles": refs(Role, "slug"),
        "rubrics": ["1", "2"],
        "shipped": ["engineering-manager"],
        "edit": list(KINDS),
        # What a PDF or a workbook holds, the page it is set from and the other forms hold too, and can be read here.
        "export": [name for name in FORMATS if name not in ("pdf", "xlsx")],
        "copy": ["html"],
        "exports": refs(Export),
        "agreement": sorted({str(key) for key in Criterion.objects.values_list("key", flat=True)}),
        "interviewers": sorted(seated),
        "kind": refs(Criterion, "pk")[:2],
        "user": refs(User, "pk")[:2],
        "criterion": refs(Criterion, "pk")[:2],
        "role": refs(Role, "pk")[:2],
        "rubric": refs(Rubric, "pk")[:2],
        "r": [str(kind.pk) for kind in types],
        "content_type_id": refs(Scorecard, "pk")[:2],
    }


def _filled(route: str, arguments: dict[str, list[str]]) -> list[str]:
    for pattern, instead in PLAIN.items():
        if route.endswith(pattern):
            return [f"/{route.removesuffix(pattern)}{end}" for end in instead]
    before = [re.sub(r"[<>]", "", part).split(":")[-1] for part in _before(route)]
    unknown = [name for name in before if name not in arguments]
    assert not unknown, f"{route} has an argument after {unknown}: say in _arguments() what it can be."
    choices = itertools.product(*(arguments[name] for name in before))
    return [f"/{_put(route, choice)}" for choice in choices]


def _before(route: str) -> list[str]:
    parts = route.split("/")
    return [parts[index - 1] for index, part in enumerate(parts) if part.startswith("<")]


def _put(route: str, choice: tuple[str, ...]) -> str:
    values = iter(choice)
    return re.sub(r"<[^>]*>", lambda _: next(values), route)


def asked_of(address: str, sought: str) -> list[str]:
    """Return what is asked of an address beside nothing: filters, sorts, searches, versions, formats."""
    everything = (
        f"?q={sought}&search={sought}&name={sought}&stage=debrief&show=shortlist&sort=-score&order=score&o=-1"
        f"&revision=1&version=1&format=json&export=csv&weights=depth:9&text={sought}&term={sought}&p=0&page=2"
    )
    found = [everything] if _lists(address) else []
    if address == "/roles/library/":
        found += [f"?q={sought}"]
    if "/scorecards/" in address:
        found += ["?revision=1", "?revision=2"]
    if "/compare/agreement/" in address or "/compare/interviewers/" in address:
        return ["?page=2"]
    if "/compare/" in address and address.startswith("/openings/"):
        refs = Application.objects.values_list("ref", flat=True)
        found += [f"?how={ref}&sort=score&weights=depth:9" for ref in refs]
        found += ["?show=shortlist", "?sort=score", "?w-depth=9&weight-depth=9&score_min=9"]
    if address.startswith("/openings/") and address.count("/") == 3:
        found += [f"?name={sought}", "?name=Yara", "?stage=debrief", "?stage=running&page=2", "?sort=score"]
    if address.endswith("/rubric/"):
        found += ["?version=1", "?version=2"]
    if address == "/admin/autocomplete/":
        found += [
            f"?app_label=interviews&model_name=scorecard&field_name=seat&term={sought}",
            f"?app_label=roles&model_name=rubric&field_name=role&term={sought}",
        ]
    if address.startswith("/admin/accounts/user/") and address.count("/") == 4:
        found += [
            f"?seats__scorecard__revisions__texts__text__contains={sought}",
            "?seats__scorecard__current__recommendation=strong_yes",
            "?_popup=1&_to_field=password",
        ]
    return found


def _lists(address: str) -> bool:
    """Say whether a page gathers or shows things, rather than asking for one."""
    of_scores = not address.startswith(("/roles/", "/account/", "/gallery/", "/people/"))
    return of_scores and (address.count("/") <= 3 or address.endswith(("/compare/", "/user/", "/kit/")))
