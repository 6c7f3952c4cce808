"""What the parts of a draft have in common."""

from __future__ import annotations

from django.urls import reverse

from roles.queries.editor import Draft
from roles.views.parts import Part

TREE = "tree-title"


class DraftPart(Part):
    kind: str

    def __init__(self, draft: Draft, pk: int, id: str) -> None:
        self.draft, self.pk, self.id = draft, pk, id
        self.url = reverse(
            "roles:rubric-part", args=[draft.rubric.role.slug, draft.rubric.number, self.kind, pk]
        )
