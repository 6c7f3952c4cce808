"""Filling in the admin's forms as a browser would."""

from __future__ import annotations

from typing import Any

from django.test import Client


def filled(client: Client, url: str) -> dict[str, Any]:
    """Return what the browser would send if the page were saved as it stands."""
    context = client.get(url).context
    data = _values(context["adminform"].form)
    for formset in context["inline_admin_formsets"]:
        data |= _values(formset.formset.management_form)
        for form in formset.formset.forms:
            data |= _values(form)
    return data


def _values(form: Any) -> dict[str, Any]:
    values = {}
    for bound in form:
        value = bound.value()
        if not bound.field.disabled and value is not None and value is not False:
            values[bound.html_name] = _sent(value)
    return values


def _sent(value: Any) -> Any:
    """Browsers send ticks as "on", and every line of a text with a carriage return."""
    if value is True:
        return "on"
    return value.replace("\n", "\r\n") if isinstance(value, str) else value
