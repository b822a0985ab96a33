"""What ``doctor`` learns of the log: whether its hashes are those of its entries and were signed.

Quickly: what was signed last. Thoroughly: every entry, every hash, every signed state.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from certificates.checkpoint import read_checkpoint
from certificates.errors import BadInput
from certificates.frontier import Frontier, SubtreeHash
from certificates.log import hash_leaf, root_of
from labelling.core import doctor
from labelling.core.doctor import Finding
from labelling.core.errors import NotFound
from labelling.core.i18n import gettext
from labelling.issuing import log
from labelling.issuing.models import LogCheckpoint, LogLeaf, LogNode

_AT_ONCE = 1024
_MOST_FAULTS = 5


@doctor.checks
def newest_state(session: Session, _now: datetime) -> Iterator[Finding]:
    """Yield a finding where the log is not what was signed last."""
    newest = log.newest_checkpoint(session)
    return _findings(signed_faults(session, [newest] if newest is not None else []))


@doctor.checks_thoroughly
def whole_log(session: Session, _now: datetime) -> Iterator[Finding]:
    """Yield what does not fit anywhere in the log and in all that was ever signed of it."""
    yield from _findings(hash_faults(session))
    signed = session.scalars(select(LogCheckpoint).order_by(LogCheckpoint.size)).all()
    yield from _findings(signed_faults(session, signed))


def hash_faults(session: Session) -> Iterator[str]:
    """Yield, in plain words, each stored hash that is not the one of its entries."""
    count, frontier = log.size(session), Frontier()
    for begin in range(0, count, _AT_ONCE):
        rows = session.execute(
            select(LogLeaf.index, LogLeaf.hash, LogLeaf.content)
            .where(LogLeaf.index >= begin, LogLeaf.index < begin + _AT_ONCE)
            .order_by(LogLeaf.index)
        ).all()
        for expected, (index, stored_hash, content) in enumerate(rows, begin):
            if index != expected:
                yield f"entry {expected} is missing"
                return
            if hash_leaf(content) != stored_hash:
                yield f"entry {index} was changed"
        growth = frontier.append(hash_leaf(content) for _, _, content in rows)
        yield from _node_faults(session, [node for node in growth.hashes if node.level])
        frontier = growth.frontier
    stored = session.scalar(select(func.count()).select_from(LogNode)) or 0
    if stored > count - count.bit_count():
        yield "there are hashes over entries that the log does not have"


def signed_faults(session: Session, signed: Sequence[LogCheckpoint]) -> Iterator[str]:
    """Yield, in plain words, each signed state that is not one of this log."""
    if not signed:
        return
    try:
        known = log.verifier_keys(session)
    except BadInput:
        yield "what was signed first cannot be read"
        return
    for row in signed:
        try:
            head = read_checkpoint(row.note, known).checkpoint
            fits = head.size == row.size and root_of(log.reader(session), head.size) == head.root
        except (BadInput, NotFound):
            fits = False
        if not fits:
            yield f"what was signed with {row.size} entries is not this log"


def _node_faults(session: Session, expected: Sequence[SubtreeHash]) -> Iterator[str]:
    places: dict[int, list[int]] = {}
    for node in expected:
        places.setdefault(node.level, []).append(node.position)
    if not places:
        return
    found = select(LogNode.level, LogNode.position, LogNode.hash).where(
        or_(
            *(
                and_(LogNode.level == level, LogNode.position.between(min(some), max(some)))
                for level, some in places.items()
            )
        )
    )
    stored = {(level, position): value for level, position, value in session.execute(found)}
    for level, position, value in expected:
        if stored.get((level, position)) != value:
            first, after = position << level, (position + 1) << level
            yield f"the hash over entries {first} to {after - 1} is not theirs"


def _findings(faults: Iterator[str]) -> Iterator[Finding]:
    for fault in islice(faults, _MOST_FAULTS):
        yield Finding(
            gettext("The transparency log does not hold: %(fault)s.", fault=fault),
            gettext("Keep this database as it is, and compare it with the last backup."),
        )
