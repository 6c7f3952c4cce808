"""The entry point of a WSGI server, whose processes also work the queue. It does not start on an unsafe database."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assessor.settings")
application = get_wsgi_application()

from assessor.base.checks import refuse_to_serve_what_would_be_lost  # noqa: E402  # once the apps are loaded
from assessor.notices.worker import embed  # noqa: E402  # same

refuse_to_serve_what_would_be_lost()
embed()
