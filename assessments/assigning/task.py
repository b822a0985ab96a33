"""What is asked of an assignment: the case, the people, and the rules of a team."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Rule(StrEnum):
    """What a team must keep to. Each can be named as what makes a team impossible."""

    SIZE = "size"
    INDEPENDENT = "independent"
    AVAILABLE = "available"
    LANGUAGE = "language"
    FIELD = "field"
    ABROAD = "abroad"
    LOAD = "load"
    TRAINED = "trained"
    EXPERIENCED = "experienced"
    NOT_AGAIN = "not_again"


class Reason(StrEnum):
    """What speaks for somebody."""

    ABROAD = "abroad"
    FIELD = "field"
    LANGUAGE = "language"
    EXPERIENCED = "experienced"
    NEWER = "newer"
    LIGHT_LOAD = "light_load"
    NO_TIES = "no_ties"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be on the team.

    ``barred``: a known fact forbids it. ``ties``: something must be agreed to first. ``language``:
    how well the language of the case is spoken, 0 (not) to 6 (native); ``load``: cases under way,
    of at most ``capacity``. ``together``: with whom, by key, the last case was assessed.
    """

    key: str
    barred: bool = False
    ties: bool = False
    available: bool = True
    abroad: bool = False
    field: bool = False
    language: int = 0
    load: int = 0
    capacity: int = 3
    trained: bool = True
    cases: int = 0
    together: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Case:
    """What a team is for: ``size`` places of which ``abroad`` are to be filled from abroad.

    ``standing`` are those who are on the team already: they count, and are not chosen again.
    ``led`` says that one of them leads it.
    """

    size: int
    abroad: int = 0
    language_needed: int = 3
    standing: tuple[Candidate, ...] = ()
    led: bool = False


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each thing counts in choosing among teams that keep to all rules."""

    field: int = 6
    language: int = 2
    load: int = 4
    ties: int = 30
    mix: int = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """One chosen person: what speaks for them, and who could take their place, best first."""

    key: str
    reasons: tuple[Reason, ...]
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed team, or the smallest set of rules that cannot be kept together.

    ``numbers`` say of each named rule how many of all candidates keep to it alone.
    """

    team: tuple[Choice, ...]
    lead: str | None
    worth: int
    impossible: tuple[Rule, ...] = ()
    numbers: Mapping[Rule, int] = field(default_factory=dict)
