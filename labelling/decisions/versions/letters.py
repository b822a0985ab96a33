"""Who is written to about further versions of a certificate."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from labelling.core import mail
from labelling.decisions import queries
from labelling.decisions.models import Label
from labelling.decisions.versions.models import VersionRequest
from labelling.organisations import queries as organisations
from labelling.people.models import Person


def tell_asked(session: Session, request: VersionRequest, label: Label, now: datetime) -> None:
    """Write to the officers, one of whom checks."""
    _tell(
        session,
        queries.preparers(session, label, now),
        "version_asked",
        now,
        request=request,
        label=label,
    )


def tell_checked(session: Session, request: VersionRequest, label: Label, now: datetime) -> None:
    """Write to all who can decide as the second person."""
    if request.checked_by is None:
        return
    deciders = queries.second_persons(session, label, request.checked_by, now)
    _tell(session, deciders, "version_checked", now, request=request, label=label)


def tell_decided(session: Session, request: VersionRequest, label: Label, now: datetime) -> None:
    """Write to the owners that the certificate is being issued anew."""
    _tell(session, _owners(session, label), "version_decided", now, request=request, label=label)


def tell_refused(session: Session, request: VersionRequest, label: Label, now: datetime) -> None:
    """Write to the owners that their request was refused; the reason stands on the page."""
    _tell(session, _owners(session, label), "version_refused", now, request=request, label=label)


def _owners(session: Session, label: Label) -> list[Person]:
    return organisations.owners(session, label.organisation_id)


def _tell(
    session: Session,
    to: Iterable[Person],
    template: str,
    now: datetime,
    *,
    request: VersionRequest,
    label: Label,
) -> None:
    for person in to:
        mail.send(
            session,
            person,
            template,
            now,
            about=label,
            number=label.number,
            label=str(label.id),
            request=str(request.id),
            renames=request.renames,
        )
