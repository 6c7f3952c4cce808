"""Words that came and went, marked so that nobody needs to see a colour or a line to know which are which."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join

from assessor.lib.word_changes import Span
from roles.rules.changes import Change

register = template.Library()

_MARKS = {
    "kept": "{}",
    "removed": '<del><span class="visually-hidden">[removed: </span>{}<span class="visually-hidden">]</span></del>',
    "added": '<ins><span class="visually-hidden">[added: </span>{}<span class="visually-hidden">]</span></ins>',
}


@register.filter
def marked(change: Change) -> str:
    """Give a change's words, what was removed in <del> and what was added in <ins>."""
    between = "" if change.in_words else " "
    return format_html_join(between, "{}", ((_mark(span),) for span in change.spans))


def _mark(span: Span) -> str:
    return format_html(_MARKS[span.became], span.text)
