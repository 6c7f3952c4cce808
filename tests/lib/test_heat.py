from __future__ import annotations

import pytest

from assessor.lib.heat import heat_step


@pytest.mark.parametrize(("share", "step"), [(0, 0), (0.11, 0), (0.12, 1), (0.5, 4), (0.99, 8), (1, 8)])
def test_heat_step(share, step):
    assert heat_step(share) == step
