"""The only decision about who may do what.

Each room registers, per permission, a rule: ``check`` answers for one subject, ``where`` gives
the same answer as an SQL condition for lists. A permission without a rule is denied.

An officer may be named for certain schemes. Rooms say of each kind of subject to which scheme it
belongs; of a kind of which nobody has said so, such an officer learns nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, true

from labelling.core.errors import NotAllowed, NotFound, NotSignedIn, SecondFactorNeeded, Way
from labelling.core.i18n import Text, lazy
from labelling.core.permissions import Permission


class Role(StrEnum):
    """What a person acts as. Several may be held; one is in force at a time."""

    PUBLIC = "public"
    MANAGER = "manager"
    ASSESSOR = "assessor"
    OFFICER = "officer"
    COMMITTEE = "committee"
    APPEALS = "appeals"
    ADVISORY = "advisory"
    QUALITY = "quality"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


class Seat(StrEnum):
    """A place in one organisation."""

    OWNER = "owner"
    CONTRIBUTOR = "contributor"
    READER = "reader"


ROLE_NAMES: Mapping[Role, Text] = {
    Role.MANAGER: lazy("Cluster manager"),
    Role.ASSESSOR: lazy("Assessor"),
    Role.OFFICER: lazy("Programme officer"),
    Role.COMMITTEE: lazy("Committee member"),
    Role.APPEALS: lazy("Appeals panel member"),
    Role.ADVISORY: lazy("Advisory board member"),
    Role.QUALITY: lazy("Quality officer"),
    Role.ADMINISTRATOR: lazy("Administrator"),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a person in one role, with seats, or the public, or the system itself.

    ``schemes`` are those for which an officer is named; None for all, and in every other role.
    """

    role: Role = Role.PUBLIC
    person_id: UUID | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    seats: Mapping[UUID, Seat] = field(default_factory=lambda: MappingProxyType({}))
    confirmed_at: datetime | None = None
    session_id: UUID | None = None
    has_second_factor: bool = False
    schemes: frozenset[str] | None = None

    def works_for(self, scheme: str) -> bool:
        """Say whether the actor is named for a scheme, or for all of them."""
        return self.schemes is None or scheme in self.schemes

    @property
    def signed_in(self) -> bool:
        """Say whether a person stands behind this actor."""
        return self.person_id is not None

    def seat(self, organisation_id: UUID) -> Seat | None:
        """Return the actor's seat in an organisation while acting as its manager."""
        return self.seats.get(organisation_id) if self.role is Role.MANAGER else None

    def holds(self, organisation_id: UUID, *seats: Seat) -> bool:
        """Say whether the actor sits in the organisation on one of these seats (any if none)."""
        seat = self.seat(organisation_id)
        return seat is not None and (not seats or seat in seats)

    def organisations(self, *seats: Seat) -> list[UUID]:
        """Return the organisations where the actor has one of these seats (any if none)."""
        return [key for key in self.seats if self.holds(key, *seats)]


PUBLIC = Actor()
SYSTEM = Actor(role=Role.SYSTEM, name="system")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a rule. ``hidden`` means: the actor may not even know of the subject.

    ``way`` is where the actor can cure the refusal, None where it cannot.
    """

    allowed: bool
    reason: Text = ""
    hidden: bool = False
    way: Way | None = None


ALLOWED = Verdict(allowed=True)
HIDDEN = Verdict(allowed=False, hidden=True)


def denied(reason: Text = "", way: Way | None = None) -> Verdict:
    """Return a refusal that the actor may see, with its reason and the way to cure it."""
    return Verdict(allowed=False, reason=reason, way=way)


def allowed_if(condition: bool, reason: Text = "", way: Way | None = None) -> Verdict:
    """Return ALLOWED or a visible refusal."""
    return ALLOWED if condition else denied(reason, way)


def known_if(condition: bool) -> Verdict:
    """Return ALLOWED, or HIDDEN where the actor may not know of the subject."""
    return ALLOWED if condition else HIDDEN


S = TypeVar("S")

Check = Callable[[Actor, Any], Verdict]
Where = Callable[[Actor], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Rule:
    """How one permission is decided, and for which kind of subject."""

    permission: Permission
    subject: type[object]
    check: Check
    where: Where | None = None
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """What officers who are named for certain schemes may know of one kind of subject.

    ``within`` answers for one subject, ``where`` as an SQL condition for lists; ``free`` are the
    permissions for which the subject counts as everybody's.
    """

    within: Callable[[frozenset[str], Any], bool]
    where: Callable[[frozenset[str]], ColumnElement[bool]] | None = None
    free: frozenset[Permission] = frozenset()


_rules: dict[Permission, Rule] = {}
_bounds: dict[type[object], Bounds] = {}


def register(
    permission: Permission,
    subject: type[S],
    check: Callable[[Actor, S], Verdict],
    where: Where | None = None,
    *,
    fresh: bool = False,
) -> None:
    """Register the rule of a permission; ``fresh`` asks for a recent second factor as well.

    Raises ValueError for a second rule: one permission, one rule.
    """
    if permission in _rules:
        raise ValueError(f"a second rule for {permission}")
    _rules[permission] = Rule(permission, subject, check, where, fresh)


def bind(
    subject: type[S],
    within: Callable[[frozenset[str], S], bool],
    where: Callable[[frozenset[str]], ColumnElement[bool]] | None = None,
    *,
    free: Iterable[Permission] = (),
) -> None:
    """Say which subjects of a kind belong to given schemes. Raises ValueError for a second say."""
    if subject in _bounds:
        raise ValueError(f"a second word on the schemes of {subject.__name__}")
    _bounds[subject] = Bounds(within, where, frozenset(free))


def bind_scheme(subject: type[S], scheme: Callable[[S], str]) -> None:
    """Say to which one scheme a subject belongs; '' belongs to all of them."""
    bind(subject, lambda schemes, one: not scheme(one) or scheme(one) in schemes)


def share(*subjects: type[object]) -> None:
    """Say that subjects of these kinds are of no scheme, so that every officer may be asked."""
    for subject in subjects:
        bind(subject, lambda _schemes, _one: True, lambda _schemes: true())


def bounds() -> Mapping[type[object], Bounds]:
    """Return what is said of each kind of subject."""
    return MappingProxyType(_bounds)


def rules() -> Mapping[Permission, Rule]:
    """Return all registered rules."""
    return MappingProxyType(_rules)


def decide(actor: Actor, permission: Permission, subject: object) -> Verdict:
    """Return what the permission's rule says of this actor and subject; deny without a rule."""
    rule = _rules.get(permission)
    if rule is None or not isinstance(subject, rule.subject):
        return HIDDEN
    if actor.schemes is not None and not _is_within(actor.schemes, rule, subject):
        return HIDDEN
    return rule.check(actor, subject)


def _is_within(schemes: frozenset[str], rule: Rule, subject: object) -> bool:
    known = _bounds.get(rule.subject)
    if known is None:
        return False
    return rule.permission in known.free or known.within(schemes, subject)


def may(actor: Actor, permission: Permission, subject: object) -> bool:
    """Say whether a page should offer the step. Freshness is asked for when it is taken."""
    return decide(actor, permission, subject).allowed


def require(
    actor: Actor,
    permission: Permission,
    subject: object,
    *,
    now: datetime | None = None,
) -> None:
    """Raise unless the permission's rule accepts this actor for this subject.

    NotFound where the actor may not know of the subject, NotSignedIn where nobody has signed in,
    SecondFactorNeeded where the rule wants a fresh one (``now`` is needed then), else NotAllowed.
    """
    verdict = decide(actor, permission, subject)
    if not verdict.allowed:
        if verdict.hidden:
            raise NotFound
        if not actor.signed_in and actor.role is not Role.SYSTEM:
            raise NotSignedIn
        raise NotAllowed(verdict.reason or None, way=verdict.way)
    rule = _rules[permission]
    if rule.fresh and not is_fresh(actor, now):
        raise SecondFactorNeeded


_fresh_for: list[timedelta] = [timedelta(minutes=10)]


def set_freshness(minutes: int) -> None:
    """Set how long a confirmed second factor counts as fresh."""
    _fresh_for[:] = [timedelta(minutes=minutes)]


def is_fresh(actor: Actor, now: datetime | None) -> bool:
    """Say whether the actor's second factor was confirmed a short while ago."""
    if now is None or actor.confirmed_at is None:
        return False
    return now - actor.confirmed_at <= _fresh_for[0]


def visible(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """Return the SQL condition that keeps, in a list, what ``require`` would accept."""
    rule = _rules.get(permission)
    if rule is None or rule.where is None:
        return false()
    if actor.schemes is None:
        return rule.where(actor)
    known = _bounds.get(rule.subject)
    if known is None:
        return false()
    if rule.permission in known.free:
        return rule.where(actor)
    if known.where is None:
        return false()
    return and_(rule.where(actor), known.where(actor.schemes))
