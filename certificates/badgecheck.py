"""A stranger's check of a badge: the credential baked into it, and how its label stands on a day.

The drawing around the credential is signed by nobody: what counts is what the credential says.
"""

from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

from certificates.baking import unbake
from certificates.canonical import canonical_json
from certificates.claims import Claims
from certificates.credential import Verdict, check
from certificates.errors import BadInput
from certificates.issuerkeys import IssuerKey, issuer_keys
from certificates.keys import Purpose
from certificates.onaday import Case
from certificates.pinned import listed_status, pinned_keys
from certificates.report import CannotBeKnown, Check, Report, asked
from certificates.strictjson import parse
from certificates.trust import Bundle, Document, Label, Trust
from certificates.verify import WITHOUT_BUNDLE, claimed, stopped, told


def verify_badge(badge: bytes, bundle: Bundle | None, on: date | None, now: datetime) -> Report:
    """Return what can be said of a badge (SVG or PNG) on a day: the day of `now` where None.

    It is authentic where the register lists its credential: a key alone, which might have been
    stolen, makes none.
    """
    if bundle is None or bundle.trust is None:
        return stopped(None, bundle, (Check("credential", None, WITHOUT_BUNDLE),))
    baked = _Baked(badge, bundle, bundle.trust, max(now, bundle.as_of))
    checks = (asked("credential", baked.credential), asked("log", baked.log))
    answers = {one.ok for one in checks}
    if False in answers:
        return stopped(False, bundle, checks)
    if None in answers or baked.entry is None or baked.claims is None:
        return stopped(None, bundle, checks)
    day = on or bundle.day_of(now)
    case = Case(bundle, baked.entry[0], baked.entry[1], listed=True, day=day, now=now)
    if day == bundle.day_of(now):
        case = replace(case, bits=listed_status(baked.trust, baked.claims, baked.at))
    return told(case, checks, claimed(baked.claims, baked.entry[0].id))


class _Baked:
    """A badge's credential, and what the register lists for it."""

    def __init__(self, badge: bytes, bundle: Bundle, trust: Trust, at: datetime) -> None:
        self.trust, self.at = trust, at
        self.entry: tuple[Label, Document] | None = None
        self._bundle = bundle
        self._verdict = self._weighed(badge)
        self.claims = self._verdict.claims

    def credential(self) -> str:
        """Is the credential inside the issuer's?"""
        if self._verdict.key is None:
            raise BadInput(self._verdict.reason)
        if self.entry is not None and not self._counted(self._verdict.key, self.entry[1]):
            raise BadInput("The key of the credential did not count when the log took it in.")
        return self._verdict.reason

    def log(self) -> str:
        """Does the register list this credential for this label?"""
        claims = self.claims
        if claims is None:
            raise CannotBeKnown("The credential is not genuine, so its place says nothing.")
        if self.entry is None:
            self._refuse_another(claims)
            raise CannotBeKnown(
                "The trust bundle does not list this credential; it may be younger than the bundle."
            )
        label, document = self.entry
        if (label.id, label.number) != (claims.page.rpartition("/")[2], claims.number):
            raise BadInput("The register has the credential for another label than it names.")
        entry = "" if document.leaf is None else f", entry {document.leaf + 1} of its log"
        return f"The register lists this very credential{entry}."

    def _weighed(self, badge: bytes) -> Verdict:
        try:
            text = unbake(badge)
            digest = sha256(canonical_json(parse(text, "The credential"), "The credential"))
        except BadInput as refusal:
            return Verdict(False, str(refusal))
        self.entry = _listing(self._bundle, digest.hexdigest())
        return check(
            text,
            pinned_keys(self.trust, Purpose.CREDENTIAL),
            now=self.at,
            known_by=self.entry[1].issued_at if self.entry else None,
        )

    def _counted(self, signer: IssuerKey, document: Document) -> bool:
        if document.leaf is None:
            return True
        counting = self.trust.keys.counting(Purpose.CREDENTIAL, document.leaf + 1)
        return signer.multikey in {key.multikey for key in issuer_keys(signer.did, counting)}

    def _refuse_another(self, claims: Claims) -> None:
        label = self._bundle.label(claims.page.rpartition("/")[2])
        same = (claims.term, claims.version)
        if label and any((one.term, one.version) == same for one in label.documents):
            raise BadInput("The register lists another credential for this certificate.")


def _listing(bundle: Bundle, credential_sha256: str) -> tuple[Label, Document] | None:
    for label in bundle.labels:
        for document in label.documents:
            if document.credential_sha256 == credential_sha256:
                return label, document
    return None
