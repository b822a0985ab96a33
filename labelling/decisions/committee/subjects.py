"""What the rules of sittings decide about: a sitting or an item, as one person stands to it."""

from dataclasses import dataclass
from uuid import UUID

from labelling.core.i18n import Text
from labelling.decisions.committee.models import Sitting, SittingItem


@dataclass(frozen=True, slots=True)
class Sittings:
    """The list of sittings."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A sitting to be planned, of a scheme once one is chosen, or one that is planned already."""

    sitting: Sitting | None = None
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """A sitting, as ``person_id`` stands to it.

    ``member`` says that the person was called and is of the committee still; ``barred`` that at
    least one item is closed to them.
    """

    sitting: Sitting
    person_id: UUID | None
    member: bool
    barred: bool

    @property
    def chairs(self) -> bool:
        """Say whether the person is the chair, or stands in."""
        return self.member and self.person_id in {self.sitting.chair_id, self.sitting.deputy_id}


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item of a sitting, as ``person_id`` stands to it.

    ``conflict`` is what keeps the person from the case in any role, ``kept_out`` what keeps them
    from voting on it; ``presiding`` is who chairs the item, nobody where chair and deputy must
    stay out.
    """

    sitting: Sitting
    item: SittingItem
    person_id: UUID | None
    member: bool
    present: bool
    conflict: Text | None
    kept_out: Text | None
    presiding: UUID | None
