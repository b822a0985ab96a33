"""What an application of an organisation that holds a label is for, told to the room below."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from assessments.editions import Edition
from certificates.standing import Status, status_on
from labelling.applications.kinds import ApplicationKind, judges_kinds
from labelling.applications.schemes import level_of, sign_of
from labelling.core.errors import NotNow
from labelling.core.i18n import format_day, lazy
from labelling.decisions import queries
from labelling.decisions.terms import held_by

_FINAL = frozenset({Status.REVOKED, Status.WITHDRAWN})


@judges_kinds
def kind_of(
    session: Session, organisation_id: UUID, edition: Edition, level_id: str, day: date
) -> ApplicationKind:
    """Return what an application started on a day is for.

    Raises NotNow before the time for renewal has come. A higher level can be applied for at any
    time. After that time it is a new application: its term begins with the decision, under the
    same number. Where the label has ended for good, it is for a label with another number.
    """
    label = queries.find_label(session, edition.scheme, organisation_id)
    terms = queries.terms_of(session, label.id) if label is not None else []
    if label is None or not terms:
        return ApplicationKind.NEW
    if status_on(queries.history(session, label.id), day).status in _FINAL:
        return ApplicationKind.NEW
    held = held_by(terms[-1])
    if day > held.window.closes:
        return ApplicationKind.NEW
    if sign_of(edition, level_id).ordinal > held.ordinal:
        return ApplicationKind.UPGRADE
    if day < held.window.opens:
        raise NotNow(
            lazy(
                "Your organisation holds %(level)s until %(end)s. Its renewal can be started from "
                "%(opens)s on."
            ),
            advice=lazy("No day is lost: a renewal begins the day after the old end."),
            level=level_of(terms[-1]).name,
            end=format_day(held.valid_until),
            opens=format_day(held.window.opens),
        )
    return ApplicationKind.RENEWAL
