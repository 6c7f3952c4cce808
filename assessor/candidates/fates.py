"""What stays of a candidate after erasure: that somebody applied, how far they came and what was decided."""

from __future__ import annotations

from assessor.base.fates import Fate

FATES = {
    "Candidate.id": Fate.KEEP,
    "Candidate.ref": Fate.KEEP,
    "Candidate.created_at": Fate.KEEP,
    "CandidateIdentity.id": Fate.ERASE,
    "CandidateIdentity.candidate": Fate.ERASE,
    "CandidateIdentity.name": Fate.ERASE,
    "CandidateIdentity.email": Fate.ERASE,
    "CandidateIdentity.phone": Fate.ERASE,
    "Application.id": Fate.KEEP,
    "Application.ref": Fate.KEEP,
    "Application.candidate": Fate.KEEP,
    "Application.opening": Fate.KEEP,
    "Application.stage": Fate.KEEP,
    "Application.shortlisted": Fate.KEEP,
    "Application.created_at": Fate.KEEP,
    "Application.created_by": Fate.KEEP,
    "CandidateFile.id": Fate.ERASE,
    "CandidateFile.ref": Fate.ERASE,
    "CandidateFile.application": Fate.ERASE,
    "CandidateFile.kind": Fate.ERASE,
    "CandidateFile.name": Fate.ERASE,
    "CandidateFile.content_type": Fate.ERASE,
    "CandidateFile.size": Fate.ERASE,
    "CandidateFile.sha256": Fate.ERASE,
    "CandidateFile.stored_as": Fate.ERASE,
    "CandidateFile.uploaded_at": Fate.ERASE,
    "CandidateFile.uploaded_by": Fate.ERASE,
    "Decision.id": Fate.KEEP,
    "Decision.ref": Fate.KEEP,
    "Decision.application": Fate.KEEP,
    "Decision.outcome": Fate.KEEP,
    "Decision.reason": Fate.ERASE,
    "Decision.rubric": Fate.KEEP,
    "Decision.comparison_hash": Fate.KEEP,
    "Decision.decided_at": Fate.KEEP,
    "Decision.decided_by": Fate.KEEP,
}
