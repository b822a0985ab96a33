"""A file that somebody presents: a certificate (PDF), a badge (picture), evidence (JSON)."""

from datetime import date, datetime

from certificates.attachments import PROOF, attachments
from certificates.badgecheck import verify_badge
from certificates.baking import unbake
from certificates.errors import BadInput
from certificates.evidence import is_evidence
from certificates.evidencecheck import verify_evidence
from certificates.logproof import read_proof
from certificates.openbadge import read_claims
from certificates.report import Report
from certificates.sources import is_badge
from certificates.strictjson import parse
from certificates.trust import Bundle
from certificates.verify import verify


def check_presented(
    data: bytes, bundle: Bundle | None, on: date | None, now: datetime, proof: bytes | None = None
) -> Report:
    """Return the report; see `verify`, `verify_badge` and `verify_evidence`.

    Raises BadInput for what claims to be evidence and is none.
    """
    if is_evidence(data):
        return verify_evidence(data, bundle, on, now)
    if is_badge(data):
        return verify_badge(data, bundle, on, now)
    return verify(data, bundle, on, now, proof)


def named_label(data: bytes) -> str | None:
    """Return the public id of the label that a file names, believed by nobody.

    It only tells which of the register's facts to look up. None where nothing is named.
    """
    try:
        if is_badge(data):
            content = parse(unbake(data), "The credential")
            if not isinstance(content, dict):
                return None
            content.pop("proof", None)
            return read_claims(content).page.rpartition("/")[2]
        return read_proof(attachments(data)[PROOF]).leaf.label
    except (BadInput, KeyError):
        return None
