"""What the library holds for whom, and at what price."""

from __future__ import annotations

import pytest

from roles.actions import files, rubrics
from roles.queries.built_in import built_in
from roles.queries.library import ENTRIES_A_PAGE, drafts_to_fill, library_entries, library_page
from roles.queries.shipped import FOLDER
from roles.rules import parsing
from roles.rules.library import BUILT_IN, SUITS, Asked
from tests.factories.roles import CriterionFactory, RoleFactory, RubricFactory, publish
from tests.roles.library import entry
from tests.roles.sample import sound_draft

DIRECTOR = "director-of-machine-learning"


def own(entries):
    """Return names and sources of what is not built in."""
    return [(e.criterion.name, *map(str, e.sources)) for e in entries if not e.ref.startswith("built-in/")]


class TestBuiltIn:
    def test_holds_the_files_and_the_director(self):
        files = sorted((FOLDER / "criteria").glob("*.yaml"))
        role = parsing.parse((FOLDER / f"{DIRECTOR}.yaml").read_text(encoding="utf-8"))
        keys = [criterion.key for heading in role.rubric.competencies for criterion in heading.criteria]
        found = {entry.criterion.key: entry for entry in built_in()}
        assert {entry.competency.key for entry in built_in()} == {path.stem for path in files}
        assert set(keys) < set(found)
        assert all(found[key].suits == (DIRECTOR,) for key in keys)

    def test_refs_are_unique(self):
        refs = [entry.ref for entry in built_in()]
        assert len(set(refs)) == len(refs)

    @pytest.mark.parametrize("role", SUITS)
    def test_one_page_shows_all_that_suits_a_role(self, role):
        found = library_page(entries=built_in(), asked=Asked(suits=role), number=None, draft=None)
        assert 10 <= found.page.paginator.count <= ENTRIES_A_PAGE


@pytest.mark.django_db
class TestEntries:
    def test_a_role_gives_its_draft_or_else_its_published_rubric(self, recruiter, editor, at):
        published = rubrics.publish(rubric=sound_draft(number=1), by=editor, at=at)
        old = rubrics.publish(rubric=sound_draft(number=1), by=editor, at=at)
        draft = rubrics.draft_from(rubric=old, by=editor, at=at)
        draft.criteria.update(name="Only in the draft")
        retired = rubrics.publish(rubric=sound_draft(number=1), by=editor, at=at)
        rubrics.retire(rubric=retired, by=editor, at=at)
        assert own(library_entries(viewer=recruiter)) == [
            (published.criteria.get().name, f"{published.role.slug}/1"),
            ("Only in the draft", f"{draft.role.slug}/2"),
        ]

    def test_who_sees_no_roles_gets_what_is_built_in(self, interviewer):
        sound_draft(number=1)
        assert own(library_entries(viewer=interviewer)) == []

    def test_the_shipped_role_is_not_there_twice(self, recruiter, editor, at):
        before = library_entries(viewer=recruiter)
        content = parsing.parse((FOLDER / f"{DIRECTOR}.yaml").read_text(encoding="utf-8"))
        files.load_role(content=content, by=editor, at=at)
        after = library_entries(viewer=recruiter)
        assert [entry.ref for entry in after] == [entry.ref for entry in before]
        assert sum(len(entry.sources) == 2 for entry in after) == 14

    @pytest.mark.parametrize("count", [1, 3])
    def test_price_is_eight_queries(self, django_assert_num_queries, recruiter, count):
        for _ in range(count):
            sound_draft(criteria=count)
        with django_assert_num_queries(8):
            found = library_entries(viewer=recruiter)
        assert len(own(found)) == count * count


@pytest.mark.django_db
class TestDrafts:
    def test_are_those_one_may_edit_by_title(self, editor):
        second = RubricFactory(role=RoleFactory(title="beta"))
        first = RubricFactory(role=RoleFactory(title="Alpha"))
        publish(CriterionFactory().rubric, editor)
        assert drafts_to_fill(viewer=editor) == [first, second]

    def test_are_none_for_others(self, django_assert_num_queries, recruiter):
        RubricFactory()
        with django_assert_num_queries(0):
            assert drafts_to_fill(viewer=recruiter) == []


class TestPage:
    def page(self, entries, draft=None, number=None, **asked):
        return library_page(entries=entries, asked=Asked(**asked), number=number, draft=draft)

    def test_groups_by_competency(self):
        entries = [entry("Coaching"), entry("Hiring"), entry("Depth", under=("depth", "Depth"))]
        found = self.page(entries)
        assert [(name, len(hits)) for name, hits in found.groups] == [("Leading", 2), ("Depth", 1)]
        assert found.competencies == (("leading", "Leading"), ("depth", "Depth"))
        assert found.sources == ((BUILT_IN, "Built in"),)

    def test_opens_what_holds_the_words_inside_alone(self):
        [(_, hits)] = self.page(
            [entry("Coaching"), entry("Hiring", description="coaching")], words="coaching"
        ).groups
        assert [hit.is_open for hit in hits] == [False, False]
        [(_, hits)] = self.page([entry("Coaching")], words="tell coaching").groups
        assert [hit.is_open for hit in hits] == [True]

    @pytest.mark.parametrize("unknown", [{"competency": "x"}, {"source": "x"}, {"suits": "x"}])
    def test_what_cannot_be_asked_for_is_not_asked(self, unknown):
        found = self.page([entry()], **unknown)
        assert (found.asked, found.page.paginator.count) == (Asked(), 1)

    @pytest.mark.parametrize("number", [None, "1", "0", "-1", "2", "x", "9" * 40])
    def test_takes_any_number_of_a_page(self, number):
        assert len(self.page([entry()], number=number).groups) == 1

    def test_has_so_many_and_no_more(self):
        entries = [entry(f"Thing {number}") for number in range(ENTRIES_A_PAGE + 1)]
        assert [len(hits) for _, hits in self.page(entries).groups] == [ENTRIES_A_PAGE]
        assert [len(hits) for _, hits in self.page(entries, number="2").groups] == [1]

    @pytest.mark.django_db
    def test_marks_what_the_draft_has(self, editor):
        draft = sound_draft(number=1)
        sound_draft(number=1)
        found = self.page(library_entries(viewer=editor), draft=draft)
        marked = [hit.entry for _, hits in found.groups for hit in hits if hit.is_there]
        assert own(marked) == [(draft.criteria.get().name, f"{draft.role.slug}/1")]
