"""Failed tries, counted per account and per address: each further one waits longer, none is
locked out. The counters lie in the database, so that all processes share them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import delete
from sqlalchemy.orm import Session

from labelling.core.errors import TooMany
from labelling.core.i18n import lazy_number
from labelling.core.secrets import vault
from labelling.people.models import TryCounter

FORGOTTEN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many tries are free, and how long the delay may grow."""

    name: str
    free: int
    longest: timedelta

    def delay(self, tries: int) -> timedelta:
        """Return how long to wait after so many tries: 1 s, 2 s, 4 s, … once none is free."""
        if tries < self.free:
            return timedelta()
        doublings = min(tries - self.free, 20)
        return min(timedelta(seconds=2**doublings), self.longest)


# An account's delay stays short: whoever tries its passwords must not keep its owner out.
ACCOUNT = Allowance("account", free=5, longest=timedelta(seconds=30))
ADDRESS = Allowance("address", free=30, longest=timedelta(minutes=15))
CODE = Allowance("code", free=5, longest=timedelta(minutes=15))
LINK = Allowance("link", free=3, longest=timedelta(minutes=15))
# What people have mailed to addresses that they name: new ones of their own, invitations to seats.
NEW_ADDRESS = Allowance("new address", free=3, longest=timedelta(minutes=15))
INVITATION = Allowance("invitation", free=30, longest=timedelta(minutes=15))

Key = tuple[Allowance, str]


def count_try(session: Session, keys: Iterable[Key], now: datetime) -> None:
    """Count a try before it is made, so that many at once cannot slip through.

    Raises TooMany, and counts nothing, while one of the keys has to wait.
    """
    counters = [(key, session.get(TryCounter, _hash(key))) for key in keys]
    wait = max(
        (_wait(key[0], counter, now) for key, counter in counters if counter is not None),
        default=timedelta(),
    )
    if wait > timedelta():
        seconds = ceil(wait.total_seconds())
        raise TooMany(
            lazy_number(
                "There were many tries in a short time. Try again in %(seconds)s second.",
                "There were many tries in a short time. Try again in %(seconds)s seconds.",
                seconds,
            ),
            seconds=seconds,
        )
    for key, counter in counters:
        if counter is None:
            session.add(TryCounter(key_sha256=_hash(key), tries=1, last_at=now))
        else:
            fresh = now - counter.last_at < FORGOTTEN_AFTER
            counter.tries = counter.tries + 1 if fresh else 1
            counter.last_at = now


def forget_tries(session: Session, key: Key) -> None:
    """Begin anew after a success."""
    session.execute(delete(TryCounter).where(TryCounter.key_sha256 == _hash(key)))


def take_back(session: Session, key: Key) -> None:
    """Count one try less: it succeeded, and many people may come from one network."""
    counter = session.get(TryCounter, _hash(key))
    if counter is not None:
        counter.tries = max(0, counter.tries - 1)


def _wait(allowance: Allowance, counter: TryCounter, now: datetime) -> timedelta:
    if now - counter.last_at >= FORGOTTEN_AFTER:
        return timedelta()
    return counter.last_at + allowance.delay(counter.tries) - now


def _hash(key: Key) -> bytes:
    return bytes.fromhex(vault().sign("tries", f"{key[0].name}:{key[1]}"))
