"""What ``doctor`` learns of this room: files that must be there, certificates never printed."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from labelling.core import doctor
from labelling.core.doctor import Finding
from labelling.core.i18n import gettext
from labelling.core.outbox import Outgoing
from labelling.issuing.models import Publication, Restamping
from labelling.issuing.orders import ISSUE


@doctor.keeps_files
def certificate_files(session: Session) -> Iterable[str]:
    """Return the hashes of all certificates: their files stay for ever, unchanged."""
    return session.scalars(
        union_all(select(Publication.sha256), select(Restamping.sha256)).order_by("sha256")
    )


@doctor.checks
def unprinted(session: Session, _now: datetime) -> Iterator[Finding]:
    """Yield each certificate whose printing was given up."""
    for error in session.scalars(
        select(Outgoing.error)
        .where(Outgoing.name == ISSUE, Outgoing.failed_at.is_not(None))
        .order_by(Outgoing.failed_at, Outgoing.id)
    ):
        yield Finding(
            gettext("A certificate was not printed: %(error)s", error=error or ""),
            gettext(
                "The register does not show its term before. Mend the cause, then run: labelling "
                "issuing retry"
            ),
        )
