"""The one gate: everything that leaves the club is judged here against the ledger of releases.

``prepare`` judges, which takes seconds and happens outside any unit of work; ``record`` keeps the
release, and only then is anything of it shown. Pages, files, charts and mail read ``published``
and nothing else: no other module of this room computes a figure of others.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarking.disclosure.audit import audit as judge_all
from benchmarking.disclosure.cells import Cell
from benchmarking.disclosure.gate import TooManySets
from benchmarking.disclosure.naming import Named
from benchmarking.disclosure.policy import CLUB_2026, Policy, UnknownPolicy, policy_named
from benchmarking.disclosure.releasefile import NotARelease, ReadRelease, read_release, release_file
from benchmarking.disclosure.releases import Kind, Ledger
from benchmarking.disclosure.roundcells import RoundFigures, cells_of, definitions
from benchmarking.disclosure.standing import Published
from benchmarking.frozen import FrozenMember
from benchmarking.rounds import Round
from labelling.club import queries
from labelling.club.frozen import Tampered, read_frozen
from labelling.club.models import Club, ClubRound, FrozenRound, Release, ReleaseKind
from labelling.club.results.known import named_values, names_shown
from labelling.core import audit
from labelling.core.access import Actor
from labelling.core.errors import Conflict, NotNow, Unavailable
from labelling.core.i18n import lazy

Groups = Mapping[str, frozenset[str]]

_WITH_PARTS = frozenset({ReleaseKind.DRAFT, ReleaseKind.FINAL, ReleaseKind.CORRECTION})
CLUB_POLICY = CLUB_2026
"""The policy whose numbers are explained to members."""

_MOST_LEDGERS = 16
_standing: dict[tuple[str, ...], Published] = {}  # by the hashes of a ledger's entries

_UNREADABLE = lazy("What was published cannot be read, so nothing is shown. Tell the office.")
_NO_POLICY = lazy("The rules of disclosure cannot be read, so nothing is shown. Tell the office.")
_MOVED_ON = lazy(
    "Something else was released meanwhile, or shown with a name. Look at it, then release again."
)
_TOO_MANY = lazy("There are more groups than can be judged together. Choose another dimension.")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A release that was judged but not recorded.

    It counts for a ledger of so many entries, and while no further value was shown with a name.
    ``groups`` are the names of those that were judged besides the whole.
    """

    club_id: UUID
    round_id: UUID
    frozen_id: UUID
    kind: ReleaseKind
    policy: str
    content: str
    sha256: str
    after: int
    named: frozenset[Named]
    groups: frozenset[str]


def policy_of(club: Club) -> Policy:
    """Return the policy for what leaves the room; raise Unavailable for one that is not known."""
    try:
        return policy_named(club.policy)
    except UnknownPolicy:
        raise Unavailable(_NO_POLICY) from None


def releases_of(session: Session, club_id: UUID) -> list[Release]:
    """Return the ledger of a club, the oldest first."""
    query = select(Release).where(Release.club_id == club_id)
    return list(session.scalars(query.order_by(Release.number)))


def published(session: Session, club: Club) -> Published:
    """Return what stands published of a club. Raises Unavailable where that cannot be read.

    Pages share it while the ledger is the same; a ledger that was read once is not fetched again.
    """
    policy_of(club)
    query = select(Release.sha256).where(Release.club_id == club.id).order_by(Release.number)
    ledger = tuple(session.scalars(query))
    found = _standing.get(ledger)
    if found is None:
        found = Published(map(read, releases_of(session, club.id)))
        while len(_standing) >= _MOST_LEDGERS:
            _standing.pop(next(iter(_standing)), None)
        _standing[ledger] = found
    return found


def read_content(sha256: str, content: str) -> ReadRelease:
    """Return what a release holds that was judged or recorded; raise NotARelease."""
    return _read(sha256, content)


def read(row: Release) -> ReadRelease:
    """Return what a release holds; raise Unavailable where it is not what was recorded."""
    try:
        return _read(row.sha256, row.content)
    except NotARelease:
        raise Unavailable(_UNREADABLE) from None


@lru_cache(maxsize=256)
def _read(sha256: str, content: str) -> ReadRelease:
    encoded = content.encode()
    if hashlib.sha256(encoded).hexdigest() != sha256:
        raise NotARelease("the content is not what was recorded")
    return read_release(encoded)


def prepare(
    session: Session,
    *,
    kind: ReleaseKind,
    round_: ClubRound,
    frozen: FrozenRound,
    groups: Groups,
    codes: Iterable[str] | None = None,
    behind: Sequence[Prepared] = (),
) -> Prepared:
    """Judge a publication of a frozen round against all that the club ever published.

    ``codes`` are its indicators, all of the set where none are named; ``behind`` are releases that
    are to be recorded before it. What is as it was when it was last released stands, and is not
    judged again, but for slides: they hold all that a meeting shows. Raises NotNow where there are
    too many groups, Unavailable where ledger, policy or frozen round cannot be read.
    """
    club = queries.get_club(session, round_.club_id)
    policy = policy_of(club)
    rows = releases_of(session, club.id)
    figures = figures_of(session, round_, frozen)
    wanted = figures.indicators.indicators if codes is None else codes
    cells = cells_of(figures, groups, wanted, with_parts=kind in _WITH_PARTS)
    past = [*map(read, rows), *(_read(one.sha256, one.content) for one in behind)]
    if kind is not ReleaseKind.SLIDES:
        cells = changed(cells, past)
    ledger = Ledger(tuple(one.release for one in past))
    rounds = {figures.round, *(Round.parse(cell.place.round) for cell in ledger.cells())}
    names = names_shown(session, club.id, past)
    try:
        audited = judge_all(
            Kind(kind.value),
            cells,
            ledger,
            definitions(figures.indicators, rounds),
            policy,
            names=names,
        )
    except TooManySets:
        raise NotNow(_TOO_MANY) from None
    content = release_file(Kind(kind.value), audited, policy)
    return Prepared(
        club_id=club.id,
        round_id=round_.id,
        frozen_id=frozen.id,
        kind=kind,
        policy=policy.id,
        content=content.decode(),
        sha256=hashlib.sha256(content).hexdigest(),
        after=(rows[-1].number if rows else 0) + len(behind),
        named=names.named,
        groups=frozenset(groups),
    )


def changed(cells: Iterable[Cell], past: Iterable[ReadRelease]) -> list[Cell]:
    """Return the cells that are not as they were when these groups were last released."""
    last = {
        (cell.place, frozenset(cell.groups)): cell for one in past for cell in one.release.cells
    }
    return [cell for cell in cells if last.get((cell.place, frozenset(cell.groups))) != cell]


def record(
    session: Session,
    actor: Actor,
    prepared: Prepared,
    now: datetime,
    *,
    audience: str = "",
    membership_id: UUID | None = None,
) -> Release:
    """Keep a release; from here on it is shown. No permission of its own: callers have required it.

    Raises Conflict where the ledger has grown since it was judged, or what was shown with names.
    """
    last = select(func.max(Release.number)).where(Release.club_id == prepared.club_id)
    now_named = named_values(session, prepared.club_id)
    if (session.scalar(last) or 0, now_named) != (prepared.after, prepared.named):
        raise Conflict(_MOVED_ON)
    row = Release(
        club_id=prepared.club_id,
        number=prepared.after + 1,
        kind=prepared.kind,
        round_id=prepared.round_id,
        frozen_id=prepared.frozen_id,
        membership_id=membership_id,
        policy=prepared.policy,
        audience=audience,
        sha256=prepared.sha256,
        content=prepared.content,
        released_at=now,
        released_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor,
        "results.released",
        row,
        now,
        kind=row.kind.value,
        number=row.number,
        sha256=row.sha256,
    )
    return row


def figures_of(session: Session, round_: ClubRound, frozen: FrozenRound) -> RoundFigures:
    """Return a frozen round as the gate takes it, with the round before that it looks back to."""
    before = session.get(FrozenRound, frozen.previous_id) if frozen.previous_id else None
    try:
        now = read_frozen(frozen)
        earlier = read_frozen(before).sheets if before is not None else {}
    except Tampered:
        raise Unavailable(_UNREADABLE) from None
    members = {
        name: FrozenMember(sheet, now.holdings.get(name, "")) for name, sheet in now.sheets.items()
    }
    return RoundFigures(queries.round_set(session, round_), now.round, members, earlier)
