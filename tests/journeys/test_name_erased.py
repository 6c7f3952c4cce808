"""Pages and forms go on working once the names of candidates are erased."""

from __future__ import annotations

import pytest

from assessor.candidates.models import CandidateIdentity
from assessor.candidates.rules.people import NAME_ERASED
from tests.journeys.leaks import leaky
from tests.journeys.walking import (
    client_for,
    got,
    leaving,
    of_interviews,
    probed,
    probes,
    status_of,
    text_of,
    whole_site,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["mona", "ann", "boss"])
def test_every_page_opens_and_says_that_the_name_is_gone(who):
    world = leaky()
    names = list(CandidateIdentity.objects.values_list("name", flat=True))
    CandidateIdentity.objects.all().delete()
    answers = [
        (address, answer.status_code, text_of(answer))
        for address, answer in got(client_for(world, who), whole_site())
    ]
    assert {status for _, status, _ in answers} <= {200, 302, 403, 404, 405}
    pages = {address: text for address, status, text in answers if status == 200}
    assert any(NAME_ERASED in page for page in pages.values())
    assert [(address, name) for address, page in pages.items() for name in names if name in page] == []


def test_every_form_is_answered():
    world = leaky()
    CandidateIdentity.objects.all().delete()
    client = client_for(world, "mona")
    for address in sorted(set(of_interviews()) - leaving(world, "mona")):
        for form in probes(world):
            assert status_of(probed(client, address, form)) < 500, address
