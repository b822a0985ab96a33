"""The rules for whatever happens to a label: an officer prepares it, another person decides."""

from typing import Protocol
from uuid import UUID

from labelling.core.access import HIDDEN, Actor, Role, Verdict, allowed_if, denied
from labelling.core.i18n import Text, lazy

OFFICE = frozenset({Role.OFFICER, Role.COMMITTEE})
OFFICERS = lazy("The office prepares; the committee decides.")
NOT_TWO = lazy(
    "You and the one who prepared this do not count as two persons: one account was made or reset "
    "by the other in the last 30 days. Another person decides."
)
_PREPARED_IT = lazy(
    "You prepared this change, so another person decides on it. It is kept as prepared."
)


class Standing(Protocol):
    """Something about a label, as one person stands to the label's holder."""

    @property
    def person_id(self) -> UUID | None: ...
    @property
    def conflict(self) -> Text | None: ...


def first_person(actor: Actor, case: Standing) -> Verdict:
    """Let officers prepare who are not bound up with the holder."""
    verdict = _office(actor, case)
    return verdict if verdict is not None else allowed_if(actor.role is Role.OFFICER, OFFICERS)


def second_person(actor: Actor, case: Standing, first: UUID, independent: bool) -> Verdict:
    """Let officers and members decide on what another, independent of them, has prepared."""
    verdict = _office(actor, case)
    if verdict is not None:
        return verdict
    return denied(_PREPARED_IT) if actor.person_id == first else allowed_if(independent, NOT_TWO)


def _office(actor: Actor, case: Standing) -> Verdict | None:
    """Return what keeps somebody out: others than the office, and who is bound up."""
    if actor.role not in OFFICE or case.person_id != actor.person_id:
        return HIDDEN
    return denied(case.conflict) if case.conflict is not None else None
