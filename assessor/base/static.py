"""Static files under names that carry their hash."""

from __future__ import annotations

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Gzip only: Brotli at its highest level would take twenty seconds for a gain nobody notices."""

    def create_compressor(self, **kwargs: Any) -> Compressor:
        kwargs["use_brotli"] = False
        compressor: Compressor = super().create_compressor(**kwargs)
        return compressor
