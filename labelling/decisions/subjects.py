"""What the rules of this room decide about: a case or a label, as one person stands to it."""

from dataclasses import dataclass
from uuid import UUID

from labelling.applications.models import Application
from labelling.core.access import Actor
from labelling.core.errors import NotNow
from labelling.core.i18n import Text, lazy
from labelling.decisions.models import Decision, Label, LabelChange


@dataclass(frozen=True, slots=True)
class Docket:
    """The list of cases that wait for a decision, and of those decided."""


@dataclass(frozen=True, slots=True)
class Case:
    """An application before the committee, with what keeps ``person_id`` from it.

    ``decision`` is the one that is meant, or that stands; ``independent`` says that the person
    and its preparer count as two persons; ``took_part`` that the person handled the case before.
    """

    application: Application
    decision: Decision | None
    person_id: UUID | None
    conflict: Text | None
    took_part: bool
    independent: bool


@dataclass(frozen=True, slots=True)
class LabelCase:
    """A label, with what binds ``person_id`` to its holder."""

    label: Label
    person_id: UUID | None
    conflict: Text | None


@dataclass(frozen=True, slots=True)
class ChangeCase:
    """A change of a label, as ``person_id`` stands to its holder and to its preparer."""

    change: LabelChange
    person_id: UUID | None
    conflict: Text | None
    independent: bool


def person_of(actor: Actor) -> UUID:
    """Return the person who acts; raise NotNow for the system, which decides nothing."""
    if actor.person_id is None:
        raise NotNow(lazy("Decisions are prepared and taken by people."))
    return actor.person_id
