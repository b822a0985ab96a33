"""Reads of renewal: where a label stands in its window, what runs, what the register may say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.standing import Status, status_on
from labelling.applications.kinds import ApplicationKind
from labelling.applications.life import ENDED, OPEN_FOR_WRITING
from labelling.applications.models import Application
from labelling.applications.schemes import edition_of
from labelling.decisions import queries
from labelling.decisions.models import Label, LabelTerm
from labelling.decisions.renewal.models import RenewalWord
from labelling.decisions.spans import Window
from labelling.decisions.terms import held_by

_FINAL = frozenset({Status.REVOKED, Status.WITHDRAWN})


class Moment(StrEnum):
    """Where a day lies for a label's renewal."""

    EARLY = "early"
    OPEN = "open"
    LATE = "late"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Outlook:
    """How the renewal of a label stands on a day.

    ``term`` is the one given last, which may begin later; ``running`` an application that has not
    ended, ``word`` the owners' leave to tell of it in the register.
    """

    label: Label
    term: LabelTerm
    window: Window
    moment: Moment
    running: Application | None
    word: RenewalWord | None

    @property
    def may_tell(self) -> bool:
        """Say whether there is a renewal that the register could tell of."""
        return (
            self.running is not None
            and self.running.kind is ApplicationKind.RENEWAL
            and self.running.state not in OPEN_FOR_WRITING
        )


def outlook(session: Session, label: Label, day: date) -> Outlook:
    """Return how the renewal of a label stands on a day."""
    term = queries.terms_of(session, label.id)[-1]
    window = held_by(term).window
    moment = _moment(session, label, window, day)
    # After its end for good, what the organisation applies for is a label with another number.
    running = find_running(session, label) if moment is not Moment.ENDED else None
    return Outlook(
        label=label,
        term=term,
        window=window,
        moment=moment,
        running=running,
        word=find_word(session, running.id) if running is not None else None,
    )


def find_running(session: Session, label: Label) -> Application | None:
    """Return the newest application under the label's scheme that has not ended."""
    rows = session.scalars(
        select(Application)
        .where(
            Application.organisation_id == label.organisation_id, Application.state.not_in(ENDED)
        )
        .order_by(Application.created_at.desc(), Application.id)
    )
    return next((row for row in rows if edition_of(row).scheme == label.scheme), None)


def find_word(session: Session, application_id: UUID) -> RenewalWord | None:
    """Return the owners' leave to tell of an application in the register, if it stands."""
    return session.scalar(
        select(RenewalWord).where(
            RenewalWord.application_id == application_id, RenewalWord.taken_back_at.is_(None)
        )
    )


def told_in_register(session: Session, label_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return the labels of which the register says that a renewal is under way: with leave only.

    The word goes when the renewal is decided or withdrawn, whatever the outcome.
    """
    return frozenset(
        session.scalars(
            select(RenewalWord.label_id)
            .join(Application, Application.id == RenewalWord.application_id)
            .where(
                RenewalWord.label_id.in_(list(label_ids)),
                RenewalWord.taken_back_at.is_(None),
                Application.state.not_in(ENDED | OPEN_FOR_WRITING),
            )
        )
    )


def _moment(session: Session, label: Label, window: Window, day: date) -> Moment:
    if status_on(queries.history(session, label.id), day).status in _FINAL:
        return Moment.ENDED
    if day < window.opens:
        return Moment.EARLY
    return Moment.OPEN if day <= window.closes else Moment.LATE
