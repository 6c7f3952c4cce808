"""The admin without the models that libraries would bring into it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

OWN_PACKAGES = ("assessor", "roles")


def register(model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
    """Take in our own models alone.

    Staff may change whatever is registered, and allauth's e-mail addresses, say, are a way into other accounts.
    """
    models = model_or_iterable if isinstance(model_or_iterable, list | tuple) else [model_or_iterable]
    own = [model for model in models if model.__module__.split(".")[0] in OWN_PACKAGES]
    _register(own, admin_class, **options)


_register = admin.site.register
admin.site.register = register  # type: ignore[method-assign]
