"""The moment the suite lives at."""

from __future__ import annotations

import datetime as dt

AT = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
