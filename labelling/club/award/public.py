"""Awards as the public knows them: their facts, their certificates, their bits in status lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import Session, aliased

from certificates.standing import Change, Event, History, Standing, Term, status_on
from certificates.status import Purpose
from certificates.trust import Document, Label
from labelling.club.award.models import Award, Revocation
from labelling.club.award.words import ROUTE_NAMES
from labelling.core.errors import NotFound
from labelling.core.i18n import gettext
from labelling.issuing.models import Certificate, Publication, Restamping
from labelling.issuing.others import Listed, Wanted, lists
from labelling.issuing.queries import certificates_of, is_published
from labelling.issuing.statuses import marks


@dataclass(frozen=True)
class PublicAward:
    """A published award with what happened to it, and its certificates, the newest last."""

    row: Award
    revocation: Revocation | None
    certificates: tuple[Certificate, ...]

    @property
    def history(self) -> History:
        """Return the dated facts from which its status on any day follows."""
        row = self.row
        term = Term(
            id=str(row.term_id),
            level=row.route.value,
            valid_from=row.shown_from,
            valid_until=row.shown_until,
            recorded_at=row.announced_at,
        )
        return History((term,), tuple(self._events()))

    def _events(self) -> Sequence[Event]:
        found = self.revocation
        if found is None or found.effective_on is None or found.decided_at is None:
            return ()
        return (
            Event(
                Change.REVOKED,
                found.effective_on,
                found.decided_at,
                found.public_reason,
                found.leaf,
            ),
        )

    def standing(self, day: date) -> Standing:
        """Return how it stands on a day."""
        return status_on(self.history, day)

    @property
    def newest(self) -> Certificate:
        """Return the certificate with the highest version."""
        return self.certificates[-1]


def awards(session: Session, chosen: Select[Award] | None = None) -> list[PublicAward]:
    """Return the awards with a published certificate, the newest first: three statements."""
    query = chosen if chosen is not None else select(Award)
    query = query.where(is_published(Award.term_id))
    rows = list(
        session.scalars(
            query.order_by(Award.shown_from.desc(), Award.announced_at.desc(), Award.number)
        )
    )
    ids = [row.id for row in rows]
    revoked = session.scalars(select(Revocation).where(Revocation.award_id.in_(ids)))
    ended: Mapping[UUID, Revocation] = {one.award_id: one for one in revoked}
    papers = certificates_of(session, ids)
    return [PublicAward(row, ended.get(row.id), tuple(papers[row.id])) for row in rows]


def get_public(session: Session, public_id: str) -> PublicAward:
    """Return a published award; raise NotFound."""
    found = next(iter(awards(session, select(Award).where(Award.public_id == public_id))), None)
    if found is None:
        raise NotFound
    return found


@lists
def listed(session: Session, wanted: Wanted) -> Sequence[Listed]:
    """Return published awards as the register takes them."""
    query = select(Award)
    if wanted != Wanted():
        by_file = select(Certificate.subject_id).where(
            or_(
                Certificate.id.in_(
                    select(Publication.certificate_id).where(
                        Publication.sha256 == wanted.file_sha256
                    )
                ),
                Certificate.id.in_(
                    select(Restamping.certificate_id).where(Restamping.sha256 == wanted.file_sha256)
                ),
            )
        )
        query = query.where(
            or_(
                Award.public_id == wanted.public_id,
                Award.number == wanted.number,
                Award.id.in_(by_file),
            )
        )
    return [_listed(one) for one in awards(session, query)]


def _listed(one: PublicAward) -> Listed:
    row = one.row
    what = gettext(
        "Award of %(club)s for %(half)s: %(route)s",
        club=row.club, half=row.half_year, route=str(ROUTE_NAMES[row.route]),
    )  # fmt: skip
    return Listed(_label(one), what, f"/awards/{row.public_id}")


def _label(one: PublicAward) -> Label:
    row = one.row
    return Label(
        id=row.public_id,
        number=row.number,
        holder=row.holder,
        country=row.country,
        level=row.route.value,
        history=one.history,
        documents=tuple(
            Document(
                version=paper.version,
                term=str(paper.term_id),
                level=row.route.value,
                valid_from=row.shown_from,
                valid_until=row.shown_until,
                sha256=paper.sha256,
                earlier=paper.files[-2::-1],
                issued_at=paper.issued_at,
                credential_sha256=paper.credential_sha256,
                leaf=paper.leaf,
            )
            for paper in one.certificates
        ),
    )


@marks
def marked(purpose: Purpose, day: date) -> Select[UUID]:
    """Return the statement that finds the certificates of awards that were taken back."""
    found = select(Certificate.id).join(Award, Award.term_id == Certificate.term_id)
    if purpose is Purpose.SUSPENSION:
        return found.where(false())
    ended = aliased(Revocation)
    return found.join(ended, ended.award_id == Award.id).where(ended.effective_on <= day)
