from __future__ import annotations

import time
from contextlib import contextmanager

import pytest


@pytest.fixture
def time_limit():
    """Return a context manager that fails when what it holds takes more seconds of this process than given."""

    @contextmanager
    def limited(seconds):
        start = time.process_time()
        yield
        taken = time.process_time() - start
        assert taken < seconds, f"took {taken:.1f} s"

    return limited
