"""The issuer's keys for documents as a trust bundle pins them, and what its status lists say."""

from dataclasses import dataclass, replace
from datetime import datetime

from certificates.claims import Claims
from certificates.dataintegrity import check_document
from certificates.did import read_did_document
from certificates.errors import BadInput
from certificates.issuerkeys import IssuerKey, issuer_keys
from certificates.keys import Purpose
from certificates.status import StatusEntry, StatusList, read_list, status_of
from certificates.strictjson import Fields, parse
from certificates.trust import Trust


@dataclass(frozen=True, slots=True)
class Listed:
    """What the status lists say of a credential now; None where they cannot tell."""

    revoked: bool | None
    suspended: bool | None

    @property
    def known(self) -> bool:
        """Say whether both lists answered."""
        return self.revoked is not None and self.suspended is not None


def pinned_keys(trust: Trust, purpose: Purpose) -> tuple[IssuerKey, ...]:
    """Return the keys of a purpose under every DID that the issuer ever had, with intervals.

    Proofs are dated in whole seconds, so a key counts from the second in which it began.
    """
    found: list[IssuerKey] = []
    for document in trust.did_documents:
        did = Fields(parse(document, "The DID document"), "The DID document").text("id")
        methods = {key.method for key in read_did_document(document, did)}
        listed = (key for key in issuer_keys(did, trust.keys.of(purpose)) if key.method in methods)
        found += map(_from_its_second, listed)
    return tuple(found)


def _from_its_second(key: IssuerKey) -> IssuerKey:
    return replace(key, since=key.since.replace(microsecond=0)) if key.since else key


def listed_status(trust: Trust, claims: Claims, at: datetime) -> Listed:
    """Return what the bundle's signed lists say of a credential at a moment.

    A list that is missing, out of date or not signed by the credential's own issuer says nothing.
    """
    entries = (claims.revocation, claims.suspension)
    keys = pinned_keys(trust, Purpose.STATUS)
    lists = [
        found
        for document in trust.status_lists
        if any(entry.address.encode("ascii") in document for entry in entries)
        and (found := _checked(document, keys, at))
    ]

    def answer(entry: StatusEntry) -> bool | None:
        return status_of(entry, lists, issuer=claims.issuer.did, at=at)

    return Listed(*map(answer, entries))


def _checked(document: bytes, keys: tuple[IssuerKey, ...], at: datetime) -> StatusList | None:
    try:
        signed = check_document(document, keys, now=at, what="The status list")
        found = read_list(signed.content)
    except BadInput:
        return None
    return found if found.issuer == signed.key.did else None
