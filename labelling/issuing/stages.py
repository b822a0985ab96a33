"""A certificate on its way: sealed, then printed, then published.

Sealing and publishing are one unit of work each, and rows that are never changed tell how far it
has come. Whatever breaks, the stage is done again: nothing is sealed or published twice, and a
file that was printed and not published is one that nobody got and the log does not know.
"""

import json
from collections.abc import Mapping, Set
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from certificates import document
from certificates.attachments import CREDENTIAL, PROOF, Attachment
from certificates.credential import Particulars, unsigned_credential
from certificates.errors import CannotSign
from certificates.keys import Purpose
from certificates.leaves import LeafType
from certificates.logproof import write_proof
from certificates.sheet import read_sheet
from certificates.status import Purpose as StatusPurpose
from certificates.status import StatusEntry
from labelling.core import audit, installation, mail
from labelling.core.access import SYSTEM
from labelling.core.database import reading
from labelling.issuing import (
    events,
    issuer,
    keys,
    log,
    queries,
    sealing,
    sources,
    stamping,
    statuses,
    witnesses,
)
from labelling.issuing.designs import actions as designs
from labelling.issuing.designs.queries import design_of
from labelling.issuing.models import Certificate, Publication
from labelling.issuing.sources import Order, Printable
from labelling.organisations.queries import owners
from labelling.settings import in_use


def seal(session: Session, order: Order, now: datetime) -> Certificate:
    """Fix what a certificate says, sign its credential and log it; take up what was sealed before.

    Raises BadInput for texts that no certificate can have, and CannotSign without a key.
    """
    sealed = queries.sealed_versions(session, order.subject_id)
    if order.version in sealed:
        return queries.get_certificate(session, sealed[order.version].certificate_id)
    printable = _printable(session, order)
    sheet = printable.sheet
    certificate_id = uuid4()
    places = statuses.free_places(session)
    particulars = _particulars(order, printable, certificate_id, places)
    content = unsigned_credential(sheet, particulars)
    credential = issuer.signed(session, content, Purpose.CREDENTIAL, now)
    digest = sha256(credential).hexdigest()
    certificate = Certificate(
        id=certificate_id,
        subject_id=order.subject_id,
        public_id=printable.public_id,
        term_id=order.term_id,
        version=order.version,
        language=sheet.language,
        sheet=json.loads(sheet.canonical()),
        credential=credential.decode("utf-8"),
        credential_sha256=digest,
        leaf=events.record(
            session,
            _kind(order, {one.term_id for one in sealed.values()}),
            {"number": sheet.number, "version": order.version, "term": str(order.term_id)},
            now,
            label=printable.public_id,
            credential_sha256=digest,
        ),
        sealed_at=now,
        issued_for=printable.organisation_id,
        publication=None,
    )
    session.add(certificate)
    session.flush()
    if sheet.design:
        designs.keep_shipped(session, printable.scheme, sheet.design, now)
    statuses.take_places(session, places, certificate.id)
    log.checkpoint(session, now)
    audit.record(
        session, SYSTEM, "certificate.sealed", certificate, now,
        version=order.version, credential_sha256=digest,
    )  # fmt: skip
    return certificate


def print_sealed(certificate: Certificate, now: datetime) -> bytes:
    """Return the signed PDF of what was sealed, with credential and proof inside.

    Outside any unit of work; another time gives other bytes. Raises BadInput for a letter that
    the fonts lack and texts that do not fit, and CannotSign without a key.
    """
    from certificates.signing import sign  # noqa: PLC0415 - takes a second to import

    witnesses.ask_them()
    sheet = read_sheet(certificate.sheet)
    with reading() as session:
        proof = write_proof(log.proof(session, certificate.leaf))
        design = design_of(session, sheet.design) if sheet.design else None
        public = keys.public_keys(session).current(Purpose.PDF)
    if public is None:
        raise CannotSign("No key for pdf signs at present.")
    at = certificate.sealed_at
    inside = (
        Attachment(CREDENTIAL, certificate.credential.encode(), "Verifiable credential", at),
        Attachment(PROOF, proof, "Proof that the credential stands in the log", at),
    )
    pdf = document.render(sheet, design, inside)
    with sealing.lend_seal(public) as lent:
        return sign(pdf, lent, now, stamping.chosen())


def archived_until(pdf: bytes) -> datetime | None:
    """Return when the last archive time stamp of a signed file ends; None for none."""
    from certificates.signing import stamped_until  # noqa: PLC0415 - takes a second to import

    return stamped_until(pdf) if in_use().tsa_archive else None


def publish(
    session: Session,
    certificate_id: UUID,
    digest: str,
    now: datetime,
    stamped_until: datetime | None = None,
) -> str:
    """Let a printed certificate count from here on, and tell its owners.

    Returns the hash of the file that counts: another one where somebody was faster.
    """
    certificate = queries.get_certificate(session, certificate_id)
    if certificate.publication is not None:
        return certificate.sha256
    sheet = read_sheet(certificate.sheet)
    leaf = events.record(
        session,
        LeafType.DOCUMENT,
        {"number": sheet.number, "version": certificate.version},
        now,
        label=certificate.public_id,
        file_sha256=digest,
    )
    certificate.publication = Publication(
        sha256=digest, leaf=leaf, at=now, stamped_until=stamped_until, restampings=[]
    )
    session.flush()
    audit.record(
        session, SYSTEM, "certificate.issued", certificate, now,
        version=certificate.version, sha256=digest,
    )  # fmt: skip
    for owner in owners(session, certificate.issued_for) if certificate.issued_for else ():
        mail.send(
            session, owner, "certificate_issued", now, about=certificate,
            holder=sheet.holder, number=sheet.number, address=sheet.address,
        )  # fmt: skip
    return digest


def _printable(session: Session, order: Order) -> Printable:
    found = sources.printable(session, order)
    demo = bool(installation.is_demo(session))
    return replace(found, sheet=replace(found.sheet, version=order.version, demo=demo))


def _particulars(
    order: Order,
    printable: Printable,
    certificate_id: UUID,
    places: Mapping[StatusPurpose, StatusEntry],
) -> Particulars:
    return Particulars(
        id=f"urn:uuid:{certificate_id}",
        achievement_id=printable.achievement_id,
        criteria_url=printable.criteria_url,
        criteria=printable.criteria,
        term=str(order.term_id),
        country_code=printable.country_code,
        image=printable.image,
        time_zone=in_use().time_zone,
        issuer=issuer.profile(),
        revocation=places[StatusPurpose.REVOCATION],
        suspension=places[StatusPurpose.SUSPENSION],
    )


def _kind(order: Order, terms: Set[UUID]) -> LeafType:
    """Return what the credential's leaf says: the first, a further term's, or a new version."""
    if not terms:
        return LeafType.ISSUE
    return LeafType.REPLACE if order.term_id in terms else LeafType.RENEW
