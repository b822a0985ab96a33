"""Ties that no ledger holds: found by employers, by addresses, by names. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from labelling.people.models import InvolvementKind as Kind

BY_EMPLOYER, BY_MEMBER, BY_ADDRESS, BY_NAME = "employer", "member list", "mail address", "seats"


@dataclass(frozen=True, slots=True)
class Trace:
    """A tie as a line of the ledger would tell it."""

    kind: Kind
    since: date | None
    until: date | None
    source: str


class Employer(Protocol):
    """For whom somebody works or worked; names are folded, domains plain."""

    @property
    def folded(self) -> str: ...
    @property
    def domain(self) -> str: ...
    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Traceable:
    """What an organisation is recognised by: folded names, and the domain of its website."""

    name: str
    domain: str
    members: frozenset[str]
    seat_holders: frozenset[str]


def traces(
    organisation: Traceable, *, name: str, email: str, employers: Iterable[Employer]
) -> list[Trace]:
    """Return what ties a person, by folded name, address and employers, to an organisation.

    An employer that is the organisation, or one of its members, counts as long as the work there
    does. A mail address at its domain, or a seat in it of somebody of the same name under another
    address, may be chance: both sides must agree.
    """
    found = []
    for employer in employers:
        if employer.folded == organisation.name or _within(employer.domain, organisation.domain):
            found.append(Trace(Kind.EMPLOYED, employer.since, employer.until, BY_EMPLOYER))
        elif employer.folded in organisation.members:
            found.append(Trace(Kind.MEMBER, employer.since, employer.until, BY_MEMBER))
    if _within(email.rpartition("@")[2], organisation.domain):
        found.append(Trace(Kind.ADDRESS, None, None, BY_ADDRESS))
    if name in organisation.seat_holders:
        found.append(Trace(Kind.ADDRESS, None, None, BY_NAME))
    return found


def _within(domain: str, own: str) -> bool:
    """Say whether a domain is an organisation's own, or lies below it."""
    return bool(own) and (domain == own or domain.endswith("." + own))
