"""What views of every app share."""

from __future__ import annotations

from django.http import HttpRequest


def form_status(request: HttpRequest) -> int:
    """Return the status of a page that shows a form: 422 when what was posted is shown again, refused."""
    return 422 if request.method == "POST" else 200
