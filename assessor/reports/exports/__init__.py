"""The comparison as a file: one module a format. Each writes what it is given and asks nothing else."""

from __future__ import annotations

from assessor.reports.exports.json import comparison_document, comparison_json, document_hash, recorded

__all__ = ["comparison_document", "comparison_json", "document_hash", "recorded"]
