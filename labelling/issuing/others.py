"""What has certificates besides labels: rooms that the register does not know tell it of theirs.

The register takes them into the trust bundle and answers for them at /verify, so that a stranger
checks an award as a label. Whatever changes how one stands has its leaf in the log.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from certificates.trust import Label


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which ones are asked for: those that any of these names, where one is given; else all."""

    public_id: str = ""
    number: str = ""
    file_sha256: str = ""


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Listed:
    """Something published that has a certificate: its facts as the bundle has a label's.

    ``what`` says in the reader's language what it is, ``path`` is its public page.
    """

    label: Label
    what: str
    path: str


Lists = Callable[[Session, Wanted], Sequence[Listed]]

_lists: list[Lists] = []


def lists(function: Lists) -> Lists:
    """Register what finds a room's published subjects, in a total order."""
    _lists.append(function)
    return function


def listed(session: Session, wanted: Wanted = EVERYTHING) -> list[Listed]:
    """Return what other rooms have published."""
    return [one for function in _lists for one in function(session, wanted)]


def find_listed(session: Session, wanted: Wanted) -> Listed | None:
    """Return the one that is asked for; None where there is none."""
    return next(iter(listed(session, wanted)), None)
