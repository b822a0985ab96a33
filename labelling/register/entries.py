"""A label as the register knows it: public rows only, and the questions a reader has."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as held
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from certificates.standing import (
    ONE_DAY,
    Change,
    History,
    Standing,
    Status,
    status_on,
    term_on,
)
from labelling.core import clock
from labelling.decisions.models import Label, LabelEvent, LabelTerm
from labelling.decisions.naming import Named, named, newest_named
from labelling.decisions.queries import history_from
from labelling.decisions.versions.models import LabelVersion
from labelling.issuing.models import Certificate


@dataclass(frozen=True)
class Entry:
    """One label with its published terms, its events and its certificates, oldest first.

    It holds nothing that is not public: no score, no private reason, no person, no term whose
    certificate is still being issued. ``field`` is the
    holder's technology field; ``decided`` tells by term when it was decided; ``versions`` name the
    holder anew within a term; ``leaves`` are the numbers of the events in the log;
    ``renewing``: the holder lets the register say that its renewal is under way.
    """

    label: Label
    field: str
    terms: tuple[LabelTerm, ...]
    decided: Mapping[UUID, datetime | None]
    events: tuple[LabelEvent, ...]
    certificates: tuple[Certificate, ...]
    versions: tuple[LabelVersion, ...] = ()
    leaves: Mapping[UUID, int] = held(default_factory=dict)
    renewing: bool = False

    @cached_property
    def history(self) -> History:
        """Return the dated facts from which the status of any day follows."""
        return history_from(self.terms, self.events, self.leaves)

    @cached_property
    def counting(self) -> tuple[LabelTerm, ...]:
        """Return the terms that ever count: not a renewal that a higher level overtook before."""
        begun = ((term, term_on(self.history, term.valid_from)) for term in self.terms)
        return tuple(term for term, first in begun if first and first.id == str(term.id))

    def standing(self, day: date, known_at: datetime | None = None) -> Standing:
        """Return how the label stood on a day: as known today, or as known at a moment."""
        return status_on(self._known_at(known_at), day, known_at)

    def term(self, day: date, known_at: datetime | None = None) -> LabelTerm:
        """Return the term that a reader of this day is shown: the last begun, else the first."""
        begun = term_on(self._known_at(known_at), day)
        if begun is None:
            return self.terms[0]
        return next(term for term in self.terms if str(term.id) == begun.id)

    def named(self, day: date, known_at: datetime | None = None) -> Named:
        """Return how the holder was named on a day: by the newest certificate out by then."""
        out = {
            one.version
            for one in self.certificates
            if clock.today(one.issued_at) <= day and (known_at is None or one.issued_at <= known_at)
        }
        versions = [one for one in self.versions if one.version in out]
        return newest_named(self.term(day, known_at), versions)

    def named_in(self, version: int) -> Named:
        """Return how one of the certificates names the holder."""
        certificate = next(one for one in self.certificates if one.version == version)
        term = next(term for term in self.terms if term.id == certificate.term_id)
        return named(term, next((one for one in self.versions if one.version == version), None))

    def active_again(self, day: date) -> date | None:
        """Return the next day where a suspension lifted on this day no longer counts on it."""
        lifted = any(
            event.kind is Change.LIFTED and event.effective == day for event in self.history.events
        )
        if not lifted or self.standing(day).status is not Status.SUSPENDED:
            return None
        return day + ONE_DAY if self.standing(day + ONE_DAY).status is Status.ACTIVE else None

    def certificate(self, day: date) -> Certificate:
        """Return the newest certificate of the term that a reader of this day is shown."""
        term = self.term(day)
        return [one for one in self.certificates if one.term_id == term.id][-1]

    @property
    def newest_certificate(self) -> Certificate:
        """Return the certificate with the highest version."""
        return self.certificates[-1]

    def _known_at(self, moment: datetime | None) -> History:
        """Return what the public could know at a moment; all of it for None."""
        if moment is None:
            return self.history
        out = {one.term_id for one in self.certificates if one.issued_at <= moment}
        published = [term for term in self.terms if term.id in out]
        return history_from(published, self.events).known_at(moment)
