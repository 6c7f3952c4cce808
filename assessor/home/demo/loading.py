"""Load the demonstration organisation through the same actions that people use."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from assessor.accounts.actions import users
from assessor.accounts.enums import Access
from assessor.accounts.models import User
from assessor.candidates.actions import applications, candidates, files
from assessor.candidates.enums import FileKind, Outcome, Stage
from assessor.candidates.models import Application
from assessor.candidates.queries import latest_decision
from assessor.candidates.rules.people import Person
from assessor.home.demo.people import PASSWORD
from assessor.interviews.actions import decisions, panels, scorecards
from assessor.interviews.models import PanelSeat
from assessor.interviews.rules.cards import Answer, Answers
from assessor.notices.actions import outbox
from assessor.openings.actions import openings, rounds, team
from assessor.openings.enums import TeamAccess
from assessor.openings.models import Opening, Round
from assessor.reports.exports.json import recorded
from assessor.reports.queries import comparison_of
from roles.actions import rubrics, shipped
from roles.models import Rubric
from roles.queries import described
from roles.rules import CriterionText

TEXT = Path(__file__).with_name("organisation.yaml")
ROLE = "director-of-machine-learning"
DRAFTED_ROLE = "senior-data-engineer"
BEFORE = dt.timedelta(days=400)


@dataclass
class _Scene:
    """What has been made so far, by the keys of the text."""

    now: dt.datetime
    system: User
    people: dict[str, User] = field(default_factory=dict)

    def day(self, days_ago: int, hour: int = 9) -> dt.datetime:
        """Return a moment on an earlier (or, negative, a later) day."""
        return (self.now - dt.timedelta(days=days_ago)).replace(hour=hour, minute=0, second=0, microsecond=0)

    @property
    def recruiter(self) -> User:
        return next(person for person in self.people.values() if person.is_recruiter)


@transaction.atomic
def load(*, by: User, at: dt.datetime) -> list[User]:
    """Write people, roles, openings, candidates, interviews, cards and decisions; return the people.

    `by` is the built-in user `system`. Days count back from `at`.
    """
    text = yaml.safe_load(TEXT.read_text(encoding="utf-8"))
    scene = _Scene(now=at, system=by)
    begun = at - BEFORE
    for person in text["people"]:
        scene.people[person["key"]] = users.make_with_password(
            email=person["email"],
            name=person["name"],
            access=[Access(word) for word in person["access"]],
            password=PASSWORD,
            by=by,
            at=begun,
        )
    rubric = _load_roles(scene, begun)
    for opening in sorted(text["openings"], key=lambda item: str(item["state"])):
        _load_opening(scene, rubric, opening)
    outbox.tell_nobody(at=at)
    return list(scene.people.values())


def _load_roles(scene: _Scene, at: dt.datetime) -> Rubric:
    """Make both roles; return the published rubric."""
    editor = next(person for person in scene.people.values() if person.is_rubric_editor)
    draft = shipped.load(slug=ROLE, by=editor, at=at)
    shipped.load(slug=DRAFTED_ROLE, by=editor, at=at)
    return rubrics.publish(rubric=draft, by=editor, at=at)


def _load_opening(scene: _Scene, rubric: Rubric, text: dict[str, Any]) -> None:
    first_day = max(interview["days_ago"] for interview in text["interviews"]) + 14
    at = scene.day(first_day)
    opening = openings.create(
        rubric=rubric, title=text["title"], slug=text["slug"], by=scene.recruiter, at=at
    )
    for member in text["team"]:
        team.set_access(
            opening=opening,
            user=scene.people[member["person"]],
            access=TeamAccess(member["access"]),
            by=scene.recruiter,
            at=at,
        )
    plan = _load_rounds(scene, opening, text["rounds"], at)
    entered = {item["key"]: _load_candidate(scene, opening, item, at) for item in text["candidates"]}
    criteria = {criterion.key: criterion for criterion in described(rubric_id=opening.rubric_id).criteria}
    coverage = {item["key"]: [criteria[key] for key in item["criteria"]] for item in text["rounds"]}
    for interview in sorted(text["interviews"], key=lambda item: -item["days_ago"]):
        application = entered[interview["candidate"]]
        _load_interview(scene, application, plan[interview["round"]], coverage[interview["round"]], interview)
    for item in text["candidates"]:
        _settle(scene, entered[item["key"]], item, text)
    for decision in sorted(text["decisions"], key=lambda item: -item["days_ago"]):
        _decide(scene, entered[decision["candidate"]], decision)
    if text["state"] == "closed":
        openings.close(opening=opening, by=scene.recruiter, at=scene.day(_last_day(text)))


def _load_rounds(
    scene: _Scene, opening: Opening, texts: list[dict[str, Any]], at: dt.datetime
) -> dict[str, Round]:
    ids = dict(opening.rubric.criteria.values_list("key", "id"))
    made: dict[str, Round] = {}
    first = opening.rounds.get()
    for text in texts:
        shape = {
            "name": text["name"],
            "minutes": text["minutes"],
            "shows_files": True,
            "criterion_ids": [ids[k] for k in text["criteria"]],
        }
        if made:
            made[text["key"]] = rounds.add(opening=opening, by=scene.recruiter, at=at, **shape)
        else:
            made[text["key"]] = rounds.edit(round=first, by=scene.recruiter, at=at, **shape)
    return made


def _load_candidate(scene: _Scene, opening: Opening, text: dict[str, Any], at: dt.datetime) -> Application:
    application = candidates.add(
        opening=opening,
        person=Person(text["name"], text.get("email", ""), text.get("phone", "")),
        by=scene.recruiter,
        at=at,
    )
    if text.get("cv"):
        files.attach(
            application=application,
            kind=FileKind.CV,
            name=f"CV {text['name']}.txt",
            content=text["cv"].encode(),
            by=scene.recruiter,
            at=at,
        )
    return application


def _load_interview(
    scene: _Scene, application: Application, round: Round, criteria: list[CriterionText], text: dict[str, Any]
) -> None:
    starts_at = scene.day(text["days_ago"], hour=10)
    interview = panels.plan(
        application=application,
        round=round,
        interviewers=[scene.people[card["interviewer"]] for card in text["cards"]],
        starts_at=starts_at,
        due_at=scene.day(-text["due_in_days"], hour=17),
        by=scene.recruiter,
        at=min(scene.now, starts_at) - dt.timedelta(days=7),
    )
    seats = {seat.interviewer_id: seat for seat in interview.seats.all()}
    for card in text["cards"]:
        if card["state"] != "none":
            person = scene.people[card["interviewer"]]
            _load_card(
                seats[person.pk], criteria, card, person, min(scene.now, starts_at + dt.timedelta(hours=5))
            )


def _load_card(
    seat: PanelSeat, criteria: list[CriterionText], text: dict[str, Any], person: User, at: dt.datetime
) -> None:
    answers = Answers(
        by_key={
            key: Answer(
                value=None if score["value"] is None else Decimal(str(score["value"])),
                not_assessed=score["value"] is None,
                evidence=score.get("evidence", ""),
            )
            for key, score in text["scores"].items()
        },
        recommendation=text.get("recommendation", ""),
        summary=text.get("summary", ""),
    )
    write = scorecards.submit if text["state"] == "submitted" else scorecards.save_draft
    write(seat=seat, criteria=criteria, answers=answers, seen={}, by=person, at=at)


def _settle(scene: _Scene, application: Application, text: dict[str, Any], opening: dict[str, Any]) -> None:
    """Shortlist and move to the stage the text says, once the interviews are in; decisions move on from a debrief."""
    at = scene.day(max(0, min(interview["days_ago"] for interview in opening["interviews"])))
    if text.get("shortlisted"):
        applications.set_shortlisted(application=application, shortlisted=True, by=scene.recruiter, at=at)
    decided = any(decision["candidate"] == text["key"] for decision in opening["decisions"])
    stage = Stage.DEBRIEF if decided else Stage(text["stage"])
    if stage != Stage.NEW:
        applications.move_stage(application=application, stage=stage, by=scene.recruiter, at=at)


# The stage that whoever decides in the demonstration names with it.
_FOLLOWING = {Outcome.REJECT: Stage.REJECTED, Outcome.OFFER: Stage.OFFER, Outcome.HIRE: Stage.HIRED}


def _decide(scene: _Scene, application: Application, text: dict[str, Any]) -> None:
    newest = latest_decision(application=application)
    comparison = comparison_of(opening=application.opening, viewer=scene.system)
    decisions.decide(
        application=application,
        outcome=Outcome(text["outcome"]),
        reason=text["reason"],
        rubric=application.opening.rubric,
        comparison_hash=comparison.data_hash,
        inputs=recorded(comparison),
        stage=_FOLLOWING.get(Outcome(text["outcome"])),
        last_seen=newest.ref if newest else "",
        by=scene.people[text["by"]],
        at=scene.day(text["days_ago"]),
    )


def _last_day(text: dict[str, Any]) -> int:
    return min(decision["days_ago"] for decision in text["decisions"])
