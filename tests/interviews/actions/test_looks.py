from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from assessor.audit.models import AuditEvent, AuditPayload
from assessor.interviews.actions import looks
from assessor.interviews.models import FirstLook
from assessor.interviews.queries.looks import revisions_after_look, unseen_application_ids
from tests.factories.accounts import UserFactory
from tests.factories.interviews import FirstLookFactory, submitted_card
from tests.interviews.scene import scene

LATER = dt.timedelta(hours=1)


@pytest.fixture
def ngozi(stage):
    return stage.candidate()


def test_the_first_look_is_noted_with_one_event_and_a_count(stage, ngozi, at, events):
    bo = stage.candidate("Bo")
    stage.card_of(ngozi), stage.card_of(ngozi), stage.card_of(bo)
    refs = [ngozi.ref, bo.ref, stage.candidate("Nobody scored").ref]
    assert unseen_application_ids(viewer=stage.manager, application_refs=refs)
    with events() as recorded:
        assert looks.mark_seen(application_refs=refs, by=stage.manager, at=at) == 2
    assert recorded == ["scorecards.first_seen"]
    assert AuditPayload.objects.latest("seq").payload["after"] == {"applications": 2}
    assert set(FirstLook.objects.values_list("application", "at")) == {(ngozi.pk, at), (bo.pk, at)}


def test_the_second_look_changes_nothing(stage, ngozi, at, events):
    stage.card_of(ngozi)
    looks.mark_seen(application_refs=[ngozi.ref], by=stage.manager, at=at)
    assert not unseen_application_ids(viewer=stage.manager, application_refs=[ngozi.ref])
    with events() as recorded:
        assert looks.mark_seen(application_refs=[ngozi.ref], by=stage.manager, at=at + LATER) == 0
    assert recorded == []
    assert FirstLook.objects.get().at == at


def test_there_is_nothing_to_see_while_blind(stage, ngozi, at):
    stage.card_of(ngozi)
    stage.seat(ngozi, stage.manager)
    assert not unseen_application_ids(viewer=stage.manager, application_refs=[ngozi.ref])
    assert looks.mark_seen(application_refs=[ngozi.ref], by=stage.manager, at=at) == 0


def test_ones_own_card_is_not_anothers(stage, ngozi, at):
    ann = UserFactory()
    submitted_card(stage.seat(ngozi, ann), {stage.depth: 3})
    assert looks.mark_seen(application_refs=[ngozi.ref], by=ann, at=at) == 0


def test_only_a_card_handed_in_after_the_look_counts_as_scored_after(stage, ngozi, at):
    ann, bea = UserFactory(), UserFactory()
    FirstLookFactory(user=ann, application=ngozi, at=at)
    FirstLookFactory(user=bea, application=stage.candidate("Bo"), at=at)
    before = submitted_card(stage.seat(ngozi, ann, stage.round("One")), {}, at=at)
    after = submitted_card(stage.seat(ngozi, ann, stage.round("Two")), {}, at=at + LATER)
    elsewhere = submitted_card(stage.seat(ngozi, bea, stage.round("Three")), {}, at=at + LATER)
    revisions = [card.current_id for card in (before, after, elsewhere)]
    assert revisions_after_look(revision_ids=revisions) == {after.current_id}


@pytest.mark.django_db(transaction=True)
def test_two_pages_opened_at_once_note_one_look(at):
    stage = scene()
    ngozi = stage.candidate()
    stage.card_of(ngozi)

    def look(number):
        try:
            return looks.mark_seen(application_refs=[ngozi.ref], by=stage.manager, at=at + number * LATER)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(look, range(4))) == [0, 0, 0, 1]
    assert FirstLook.objects.count() == 1
    assert AuditEvent.objects.filter(action="scorecards.first_seen").count() == 1
