"""Who the holder is: as the certificate would name it, and as it was named on submission."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.applications.queries import find_submission, snapshot
from labelling.core.errors import NotFound
from labelling.organisations.queries import get_organisation


@dataclass(frozen=True, slots=True)
class Holder:
    """What a certificate says of who holds it; ``country`` is a code."""

    name: str
    city: str
    country: str


def holder_of(session: Session, application: Application) -> Holder:
    """Return the holder as a certificate would name it now."""
    found = get_organisation(session, application.organisation_id)
    return Holder(found.name, found.city, found.country)


def earlier_holder(session: Session, application: Application) -> Holder | None:
    """Return the holder as it was submitted, where that differs and is still kept.

    An organisation changes its profile when it likes; who decides should see that it did.
    """
    submission = find_submission(session, application.id)
    if submission is None:
        return None
    try:
        said = snapshot(session, submission)["organisation"]
    except NotFound:
        return None
    before = Holder(said["name"], said["city"], said["country"])
    return before if before != holder_of(session, application) else None
