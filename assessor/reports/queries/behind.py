"""The scores behind the pooled numbers of a comparison, for the pages that open them."""

from __future__ import annotations

from assessor.accounts.models import User
from assessor.interviews.queries.scores import scores_on
from assessor.interviews.rules.cards import CardPlace
from assessor.openings.models import Opening
from assessor.reports.queries import comparison_and_cards, score_rows_of
from assessor.reports.rules.behind import Behind


def behind(*, opening: Opening, viewer: User, key: str | None = None) -> Behind:
    """Return the comparison of an opening with the scores it pools, or only those on the criterion of this key.

    The comparison is that of `comparison_of`, at the price of one query more; none while anything is hidden from the
    viewer, or where there is no such criterion, as there are no scores then.
    """
    comparison, applications, counted = comparison_and_cards(opening=opening, viewer=viewer)
    ids = {criterion.key: criterion.id for criterion in comparison.rubric.criteria}
    if comparison.is_blind or (key is not None and key not in ids):
        return Behind(comparison)
    cards = counted.on(applications)
    position = {application.pk: index for index, application in enumerate(applications)}
    scores = scores_on(counted=counted, criterion_id=None if key is None else ids[key])
    newest = score_rows_of(scores.newest, comparison, cards, position)
    same = scores.first is scores.newest
    return Behind(
        comparison=comparison,
        cards=[CardPlace(card.card_ref, card.round_name) for card in cards],
        amended=[card.number > 1 for card in cards],
        first_rows=newest if same else score_rows_of(scores.first, comparison, cards, position),
        newest_rows=newest,
    )
