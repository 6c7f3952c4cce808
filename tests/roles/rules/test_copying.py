"""What a rubric becomes in another role."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from roles.rules.copying import for_another_role
from tests.roles.rules.generated import keys, role_files


def criteria(rubric):
    return [entry for heading in rubric.competencies for entry in heading.criteria]


@given(role_files(), st.sets(keys))
def test_words_stay_links_go_and_keys_are_free(role, others):
    own = {entry.key for entry in criteria(role.rubric)}
    taken = others | set(sorted(own)[:1])

    copied = for_another_role(role.rubric, taken=taken)

    new = [entry.key for entry in criteria(copied)]
    assert len(set(new)) == len(new)
    assert not set(new) & taken
    for old, entry in zip(criteria(role.rubric), criteria(copied), strict=True):
        assert entry == replace(old, key=entry.key, responsibilities=(), qualifications=())
        assert entry.key == old.key or old.key in taken | set(new)
    assert [replace(heading, criteria=()) for heading in copied.competencies] == [
        replace(heading, criteria=()) for heading in role.rubric.competencies
    ]
