"""What others tell of a meeting: the award's section of its pack, whether figures may be opened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class AwardSection:
    """What the pack says of the award: its rule in sentences, then what is known by now.

    Both are shown to the whole club: names and figures stand in it only where they may.
    """

    rule: Sequence[str]
    standing: Sequence[str] = ()


Award = Callable[[Session, UUID], AwardSection | None]

_awards: list[Award] = []


def tells_award(function: Award) -> Award:
    """Register what tells of the award of a round, None where it has none."""
    _awards.append(function)
    return function


def award_section(session: Session, round_id: UUID) -> AwardSection | None:
    """Return what is told of a round's award, None where nobody tells."""
    for function in _awards:
        found = function(session, round_id)
        if found is not None:
            return found
    return None


Opens = Callable[[Session, UUID], bool]

_opens: list[Opens] = []


def tells_opening(function: Opens) -> Opens:
    """Register what says whether members are asked to open figures to each other in a meeting."""
    _opens.append(function)
    return function


def opens_figures(session: Session, meeting_id: UUID) -> bool:
    """Say whether members are asked to open figures to each other in a meeting."""
    return any(function(session, meeting_id) for function in _opens)
