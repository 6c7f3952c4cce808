"""The entry point of a WSGI server, whose processes also work the queue."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assessor.settings")
application = get_wsgi_application()

from assessor.notices.worker import embed  # noqa: E402  # once the apps are loaded

embed()
