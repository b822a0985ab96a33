"""The fingerprint of what a part says, evidence included, so that a check ends with a change."""

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from labelling.applications.models import Answer

if TYPE_CHECKING:
    from labelling.applications.queries.drafts import CitedPiece


def mark_of(answer: Answer | None, pieces: Sequence["CitedPiece"]) -> str:
    """Return the SHA-256 of a part's band, text, reason and cited evidence with its versions."""
    said = [answer.band, answer.text, answer.not_applicable] if answer is not None else None
    cited = [
        [str(one.evidence.id), one.citation.pages, one.file.version if one.file else 0]
        for one in pieces
    ]
    return hashlib.sha256(json.dumps([said, cited]).encode()).hexdigest()
