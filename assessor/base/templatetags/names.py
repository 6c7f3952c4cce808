"""What templates make of a person's name."""

from __future__ import annotations

from django import template
from django.template.defaultfilters import stringfilter

from assessor.lib.text import initials

register = template.Library()
register.filter("initials", stringfilter(initials))
