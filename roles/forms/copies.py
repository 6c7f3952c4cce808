"""Forms that copy a role, or a rubric into another role."""

from __future__ import annotations

from typing import Any

from django import forms

from roles.forms.choices import RubricField
from roles.forms.parts import Line
from roles.queries.copies import RoleToCopy, RoleToFill

GONE = "This version is not there any more: it was a draft and has been deleted. Choose another."


class RoleCopyForm(forms.Form):
    """What the copy is called, and which version of the rubric it takes along; None where there is none."""

    title = Line(label="Title of the new role", help_text="Its address is made from the title.")

    def __init__(self, *args: Any, copied: RoleToCopy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if copied.rubrics:
            self.fields["rubric"] = RubricField(
                rubrics=copied.rubrics,
                gone=GONE,
                label="With the criteria of",
                initial=str(copied.rubrics[0].pk),
                help_text="They become the first draft of the new role.",
            )


class RubricCopyForm(forms.Form):
    """The rubric a draft starts from."""

    def __init__(self, *args: Any, filled: RoleToFill, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rubric"] = RubricField(
            rubrics=filled.rubrics,
            gone=GONE,
            label="Start from",
            help_text="Its criteria with levels, questions and weights. What they serve in another role stays there.",
        )
