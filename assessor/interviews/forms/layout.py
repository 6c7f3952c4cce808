"""How crispy lays the score form out: a section for each competency, a fieldset for each criterion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django.template.loader import render_to_string

from roles.rules import CompetencyText


class Section:
    """A competency with its criteria, drawn from their description."""

    def __init__(self, competency: CompetencyText) -> None:
        self.competency = competency

    def render(self, form: Any, context: Any, template_pack: Any = None, **kwargs: Any) -> str:
        section = form.described(self.competency)
        return render_to_string("interviews/_competency_fields.html", {"section": section})


class Folded:
    """The criteria that another interview is about, folded away as long as nothing stands in them."""

    def __init__(self, competencies: Sequence[CompetencyText]) -> None:
        self.competencies = competencies

    def render(self, form: Any, context: Any, template_pack: Any = None, **kwargs: Any) -> str:
        sections = [form.described(competency) for competency in self.competencies]
        is_open = any(field.says_something for section in sections for field in section.criteria)
        context = {"sections": sections, "is_open": is_open}
        return render_to_string("interviews/_other_criteria.html", context) if sections else ""


class Ending:
    """Recommendation, summary and the two buttons."""

    def render(self, form: Any, context: Any, template_pack: Any = None, **kwargs: Any) -> str:
        ending = {
            "form": form,
            "author": context.get("user"),
            "seat": context.get("seat"),
            "held": " ".join(difference.name for difference in context.get("differences") or ()),
        }
        return render_to_string("interviews/_score_form_end.html", ending)


def score_form_helper(competencies: Sequence[CompetencyText], folded: Sequence[CompetencyText]) -> FormHelper:
    """Return what crispy needs to draw a score form over these competencies, some of them folded.

    Browsers put nothing back into it: an earlier text beside newer marks would replace what was written since.
    """
    helper = FormHelper()
    helper.form_method = "post"
    helper.form_class = "stack"
    helper.attrs = {"autocomplete": "off", "novalidate": ""}
    helper.layout = Layout(
        "seen", "rubric", *(Section(entry) for entry in competencies), Folded(folded), Ending()
    )
    return helper
