"""The comparison of a decision as a file: the same bytes as then, for whoever is shown it there, and recorded."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.db import connection
from django.urls import reverse

from assessor.audit.models import AuditEvent, AuditPayload
from assessor.candidates.enums import Stage
from assessor.candidates.models import CandidateIdentity, Decision
from assessor.interviews.actions import conflicts, decisions
from assessor.interviews.models import FirstLook
from assessor.openings.enums import TeamAccess
from assessor.openings.models import Opening
from assessor.reports.exports.json import comparison_json, recorded
from assessor.reports.http import one_at_a_time
from assessor.reports.queries import COMPARED_OPENING, comparison_of
from roles.models import Role
from tests.factories.accounts import UserFactory
from tests.factories.candidates import DecisionFactory
from tests.moments import AT
from tests.reports.hiring import two_who_are_told_apart

pytestmark = pytest.mark.django_db
BUTTON = "Take the comparison as it was (JSON)"


@pytest.fixture
def archive():
    return two_who_are_told_apart()


@pytest.fixture
def ngozi(archive):
    return archive.opening.applications.get(candidate__identity__name="Ngozi")


@pytest.fixture
def obi(archive):
    return archive.opening.applications.get(candidate__identity__name="Obi")


@pytest.fixture
def seen(archive):
    """The comparison as Marit sees it before anything else happens."""
    opening = Opening.objects.select_related(*COMPARED_OPENING).get(pk=archive.opening.pk)
    return comparison_of(opening=opening, viewer=archive.people["Marit"])


@pytest.fixture
def decision(archive, ngozi, seen):
    return decisions.decide(
        application=ngozi,
        outcome="offer",
        reason="The evidence is strong on both criteria.",
        rubric=archive.opening.rubric,
        comparison_hash=seen.data_hash,
        inputs=recorded(seen),
        stage=Stage.OFFER,
        last_seen="",
        by=archive.people["Marit"],
        at=AT,
    )


@pytest.fixture
def tab(client_of, archive):
    return client_of(archive.people["Marit"])


def page(decision):
    return reverse("reports:decision-detail", args=[decision.ref])


def address(decision):
    return reverse("reports:decided-comparison", args=[decision.ref])


def test_it_is_the_document_of_then_byte_by_byte_whatever_came_since(tab, archive, obi, seen, decision):
    archive.card(obi, "Cem", 5, 5)
    archive.candidate("Pia")
    response = tab.post(address(decision))
    assert response.content.decode() == comparison_json(seen)
    assert json.loads(response.content)["data_hash"] == decision.comparison_hash


def test_with_references_for_names_its_hash_is_the_one_the_decision_keeps(tab, archive, decision):
    for identity in CandidateIdentity.objects.select_related("candidate"):
        CandidateIdentity.objects.filter(pk=identity.pk).update(name=identity.candidate.ref)
    for person in archive.people.values():
        type(person).objects.filter(pk=person.pk).update(name=person.ref)
    Opening.objects.filter(pk=archive.opening.pk).update(title="")
    Role.objects.filter(pk=archive.opening.role_id).update(title="")
    content = tab.post(address(decision)).content
    assert hashlib.sha256(content).hexdigest() == decision.inputs["document"]


def test_it_is_a_download_that_is_recorded_once_as_one_of_a_decision(tab, archive, decision, events):
    tab.get(page(decision))
    with events() as written:
        response = tab.post(address(decision))
    assert written == ["comparison.exported"]
    event = AuditEvent.objects.order_by("-seq").first()
    assert (event.actor_ref, event.object_type, event.object_ref) == (
        archive.people["Marit"].ref, "opening", "archive",
    )  # fmt: skip
    assert AuditPayload.objects.order_by("-seq").first().payload["after"] == {
        "format": "json", "candidates": 2, "decision": decision.ref,
    }  # fmt: skip
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"].startswith(
        f'attachment; filename="archive-decision-{decision.ref}-2'
    )
    assert response["Content-Disposition"].endswith('.json"')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store, private"


def test_it_is_a_first_look_at_others_cards(tab, decision):
    tab.post(address(decision))
    assert FirstLook.objects.count() == 2


def test_the_page_offers_it_beside_the_words_that_it_is_the_same(tab, decision):
    text = tab.get(page(decision)).content.decode()
    assert f'action="{address(decision)}"' in text
    assert BUTTON in text


def test_with_other_last_digits_the_page_does_not_call_it_as_it_was(tab, archive, ngozi, seen):
    kept = recorded(seen) | {"document": "0" * 64}
    other = DecisionFactory(application=ngozi, inputs=kept, comparison_hash=seen.data_hash)
    text = tab.get(page(other)).content.decode()
    assert BUTTON not in text
    assert "Take it as made again (JSON)" in text
    assert json.loads(tab.post(address(other)).content)["data_hash"] == other.comparison_hash


def test_what_cannot_be_made_again_is_not_offered_and_asking_says_why(tab, ngozi, events):
    old = DecisionFactory(application=ngozi)
    assert address(old) not in tab.get(page(old)).content.decode()
    with events() as written:
        response = tab.post(address(old), follow=True)
    assert written == []
    assert response.redirect_chain == [(page(old), 302)]
    text = response.content.decode()
    assert text.count("It was written down before Assessor kept what a comparison was made of.") == 2


@pytest.mark.parametrize("why", ["owes a card", "has a conflict"])
def test_bl_19_who_may_not_see_all_of_it_gets_nothing_of_it(client_of, archive, obi, decision, events, why):
    rae = archive.team("Rae")
    if why == "owes a card":
        archive.seat(obi, "Rae")
    else:
        conflicts.declare(application=obi, person=rae, reason="We are cousins.", by=rae, at=AT)
    client = client_of(rae)
    assert address(decision) not in client.get(page(decision)).content.decode()
    with events() as written:
        response = client.post(address(decision), follow=True)
    assert written == []
    assert response.redirect_chain == [(page(decision), 302)]
    text = response.content.decode()
    assert "that you may not see at the moment" in text
    assert "Obi" not in text


def test_bl_19_what_was_closed_to_whoever_decided_is_null_in_it_for_everybody(client_of, archive, ngozi, obi):
    archive.seat(obi, "Marit")
    opening = Opening.objects.select_related(*COMPARED_OPENING).get(pk=archive.opening.pk)
    partly = comparison_of(opening=opening, viewer=archive.people["Marit"])
    made = DecisionFactory(application=ngozi, inputs=recorded(partly), comparison_hash=partly.data_hash)
    document = json.loads(client_of(archive.team("Rae")).post(address(made)).content)
    assert [(row["name"], row["score"]) for row in document["candidates"]] == [
        ("Ngozi", 100.0),
        ("Obi", None),
    ]


def test_bl_19_seated_while_it_is_written_nothing_leaves(tab, archive, obi, decision, events):
    def seat_before_the_look(execute, sql, *more):
        if "interviews_firstlook" in sql and not obi.interviews.filter(seats__interviewer__name="Marit"):
            archive.seat(obi, "Marit")
        return execute(sql, *more)

    with events() as written, connection.execute_wrapper(seat_before_the_look):
        response = tab.post(address(decision))
    assert (response.status_code, response.url) == (302, page(decision))
    assert "comparison.exported" not in written


def test_strangers_interviewers_and_the_blind_do_not_find_it(client_of, archive, ngozi, decision):
    blind = archive.team("Rae")
    archive.seat(ngozi, "Rae")
    for user in (UserFactory(), archive.people["Ann"], blind):
        assert client_of(user).post(address(decision)).status_code == 404
    unknown = address(Decision(ref="unknown"))
    assert client_of(archive.people["Marit"]).post(unknown).status_code == 404


def test_an_observer_may_take_what_they_may_read(client_of, archive, decision):
    assert client_of(archive.team("Olga", TeamAccess.OBSERVER)).post(address(decision)).status_code == 200


def test_getting_its_address_writes_nothing(tab, decision, events):
    with events() as written:
        assert tab.get(address(decision)).status_code == 405
    assert written == []


def test_it_waits_until_the_last_export_is_written(tab, archive, decision, events):
    tab.get(page(decision))
    with events() as written, one_at_a_time(user=archive.people["Marit"]):
        refused = tab.post(address(decision), follow=True)
    assert written == []
    assert "Your last export is still being written." in refused.content.decode()
