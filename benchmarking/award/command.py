"""What the command `award` prints: an award computed again from its file alone."""

import hashlib
from pathlib import Path
from typing import Any

from benchmarking.award.auditfile import recompute
from benchmarking.award.auditreading import UnreadableAudit


def award_report(
    path: Path, frozen: str | None = None, sha256: str | None = None
) -> tuple[dict[str, Any], bool]:
    """Return what a file gives, and whether that is what it states. Raises UnreadableAudit.

    `frozen` and `sha256` are those of the frozen round and of the file as known elsewhere: a figure
    that decides nothing can be changed unseen by the outcome, and by the file's hash cannot.
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise UnreadableAudit(f"{path} cannot be read: {problem.strerror}") from problem
    found = recompute(content, frozen)
    decision, digest = found.decision, hashlib.sha256(content).hexdigest()
    agrees = found.agrees and sha256 in {None, digest}
    return {
        "agrees": agrees,
        "sha256": digest,
        "kind": decision.kind,
        "members": list(decision.members),
        "reason": decision.reason,
        "stays_first": {name: str(share) for name, share in decision.stays_first.items()},
    }, agrees
