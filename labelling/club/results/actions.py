"""What is done with results: released by the office, peers chosen, practice sheets written."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking import peers as library
from benchmarking.rounds import Round
from labelling.club import queries as club
from labelling.club.actions.rounds import step
from labelling.club.frozen import read_frozen
from labelling.club.life import TAKES_FIGURES
from labelling.club.models import (
    ClubRound,
    FrozenRound,
    PeerChoice,
    Release,
    ReleaseKind,
    RoundMember,
    RoundState,
)
from labelling.club.results import gate, queries
from labelling.club.results.groups import chosen_groups, groups_of, is_own
from labelling.club.results.models import PracticeSheet
from labelling.club.sets import set_of
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Conflict, Invalid, NotNow
from labelling.core.i18n import Text, lazy
from labelling.core.permissions import Permission

_REFUSED: Mapping[library.Refusal, Text] = {
    "not_a_member": lazy("One of them takes no part in this round."),
    "oneself": lazy("You are compared with others: leave yourself out."),
    "too_few": lazy("Too few members fit. Choose more bands: at least eight are needed."),
    "too_late": lazy("Peers are chosen before the results of the round are out."),
    "second_choice": lazy(
        "You have chosen your peers for this round. There is one choice a round."
    ),
}
_CHOSEN_MEANWHILE = lazy("A member chose its peers meanwhile. Release again, so that they count.")
_MOST_SETS = 12  # besides the whole: club-2026, rule 4
_CHOOSES_PEERS = TAKES_FIGURES | {RoundState.FROZEN}
_NEXT: Mapping[RoundState, ReleaseKind] = {
    RoundState.FROZEN: ReleaseKind.DRAFT,
    RoundState.DRAFT: ReleaseKind.CORRECTION,
    RoundState.MEETING: ReleaseKind.FINAL,
    RoundState.FINAL: ReleaseKind.FINAL,
}


def next_kind(session: Session, round_: ClubRound) -> ReleaseKind | None:
    """Return what can be released of a round now, None where nothing can.

    The first is the draft, but for a round that ended before. A correction needs a newer frozen
    version than the last release had.
    """
    frozen = club.newest_frozen(session, round_.id)
    if frozen is None or round_.state not in _NEXT:
        return None
    out = [one for one in queries.releases_in(session, round_.id) if one.membership_id is None]
    if not out:
        return ReleaseKind.FINAL if round_.state is RoundState.FINAL else ReleaseKind.DRAFT
    if any(one.kind is ReleaseKind.FINAL for one in out):
        return None
    kind = _NEXT[round_.state]
    if kind is ReleaseKind.CORRECTION and out[-1].frozen_id == frozen.id:
        return None
    return kind


def prepare_results(
    session: Session, *, actor: Actor, round_id: UUID, dimension: str, now: datetime
) -> list[gate.Prepared]:
    """Judge the next release of a round: its results.

    The groups are those of one dimension; together with the draft come members' own peers. Raises
    NotNow where nothing can be released, Invalid for a dimension that the round does not have.
    """
    round_, kind, frozen = due_release(session, actor, round_id, now)
    groups = groups_along(frozen, dimension)
    found = [gate.prepare(session, kind=kind, round_=round_, frozen=frozen, groups=groups)]
    for some in _in_portions(_choices_due(session, round_, kind)):
        own = gate.prepare(
            session,
            kind=ReleaseKind.OWN_PEERS,
            round_=round_,
            frozen=frozen,
            groups=some,
            behind=found,
        )
        found.append(own)
    return found


def _choices_due(session: Session, round_: ClubRound, kind: ReleaseKind) -> gate.Groups:
    """Return the members' own peers that come out with a release, those fixed first in front."""
    if kind is not ReleaseKind.DRAFT:
        return {}
    return chosen_groups(queries.choices_in(session, round_.id))


def _judged_choices(prepared: Iterable[gate.Prepared]) -> set[str]:
    """Return the names of the own choices that were judged."""
    return {name for one in prepared for name in one.groups if is_own(name)}


def due_release(
    session: Session, actor: Actor, round_id: UUID, now: datetime
) -> tuple[ClubRound, ReleaseKind, FrozenRound]:
    """Return what is to be released of a round, to who may release it.

    Raises NotNow where there is nothing.
    """
    round_ = club.get_round(session, round_id)
    subject = queries.releases_subject(session, actor, round_.club_id, now)
    access.require(actor, Permission.RESULTS_RELEASE, subject)
    kind = next_kind(session, round_)
    frozen = club.newest_frozen(session, round_id)
    if kind is None or frozen is None:
        raise NotNow(lazy("There is nothing to be released of this round now."))
    return round_, kind, frozen


def _in_portions(choices: gate.Groups) -> list[gate.Groups]:
    """Return choices in as many as are judged together, in their order."""
    rows = list(choices.items())
    return [dict(rows[at : at + _MOST_SETS]) for at in range(0, len(rows), _MOST_SETS)]


def groups_along(frozen: FrozenRound, dimension: str) -> dict[str, frozenset[str]]:
    """Return a frozen round's groups by a dimension, none for ''. Raises Invalid."""
    if not dimension:
        return {}
    partitions = {one.dimension: one for one in read_frozen(frozen).partitions}
    if dimension not in partitions:
        raise Invalid(lazy("Choose a dimension of this round."), field="dimension")
    return groups_of(partitions[dimension])


def release_results(
    session: Session, *, actor: Actor, prepared: Sequence[gate.Prepared], now: datetime
) -> list[Release]:
    """Record what was judged; from now on members see it. The round follows to its next state.

    Raises Conflict where peers were chosen meanwhile: nothing is recorded that was not judged
    together with every choice made before it.
    """
    round_ = club.get_round(session, prepared[0].round_id)
    subject = queries.releases_subject(session, actor, round_.club_id, now)
    access.require(actor, Permission.RESULTS_RELEASE, subject)
    if next_kind(session, round_) is not prepared[0].kind:
        raise NotNow(lazy("This round has moved on. Load the page again to see where it is."))
    if _judged_choices(prepared) != set(_choices_due(session, round_, prepared[0].kind)):
        raise Conflict(_CHOSEN_MEANWHILE)
    rows = [gate.record(session, actor, one, now) for one in prepared]
    if round_.state is RoundState.FROZEN:
        step(session, round_, RoundState.DRAFT, actor, now)
    elif round_.state is RoundState.MEETING:
        step(session, round_, RoundState.FINAL, actor, now)
    return rows


def choose_peers(
    session: Session,
    *,
    actor: Actor,
    membership_id: UUID,
    round_id: UUID,
    bands: Mapping[str, Iterable[str]],
    now: datetime,
) -> PeerChoice:
    """Fix a member's own peers for a round: all who stand in the chosen bands of every dimension.

    Members are chosen by bands, for who is a member is confidential. At least eight holdings
    besides one's own, before results are out, once a round. The same choice made again is refused
    like any other: else whoever tried other bands would learn which of them are empty. Raises
    Invalid, NotNow.
    """
    results = queries.own_results(session, actor, membership_id, now)
    access.require(actor, Permission.PEERS_CHOOSE, results)
    round_ = club.get_round(session, round_id)
    if round_.club_id != results.place.club.id or round_.state is RoundState.ANNOUNCED:
        raise NotNow(lazy("Peers are chosen once a round is open."))
    parts = club.parts_in(session, round_id)
    wanted = {name: set(chosen) for name, chosen in bands.items() if set(chosen)}
    if not wanted:
        raise Invalid(lazy("Choose at least one band."), field="bands")
    chosen = [one for one in parts if _stands_in(one, wanted)]
    peers = frozenset(str(one.membership_id) for one in chosen) - {str(membership_id)}
    choice = library.OwnChoice(str(membership_id), Round.parse(round_.half_year), peers, now)
    placed = {str(one.membership_id): library.Placed("", one.holding) for one in parts}
    earlier = [
        library.OwnChoice(str(one.membership_id), choice.round, frozenset(one.peers), one.fixed_at)
        for one in queries.choices_in(session, round_id)
    ]
    refusals = library.refusals(
        choice, placed, queries.first_released_at(session, round_id), earlier
    )
    if refusals:
        raise Invalid(_REFUSED[refusals[-1]], field="bands")
    if round_.state not in _CHOOSES_PEERS:
        raise NotNow(lazy("This round has ended. Its figures stay as they are."))
    row = PeerChoice(
        round_id=round_id,
        membership_id=membership_id,
        bands={name: sorted(chosen) for name, chosen in wanted.items()},
        peers=sorted(peers),
        fixed_at=now,
        fixed_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "peers.chosen", row, now, round=str(round_id))
    return row


def _stands_in(part: RoundMember, wanted: Mapping[str, set[str]]) -> bool:
    return all(part.bands.get(name) in chosen for name, chosen in wanted.items())


def takes_choices(session: Session, round_: ClubRound) -> bool:
    """Say whether members may still choose their peers for a round."""
    return round_.state in _CHOOSES_PEERS and queries.first_released_at(session, round_.id) is None


def write_practice(
    session: Session,
    *,
    actor: Actor,
    membership_id: UUID,
    title: str,
    text: str,
    indicators: Sequence[str],
    may_tell: bool,
    now: datetime,
) -> PracticeSheet:
    """Write a practice sheet on some indicators. Raises Invalid for ones that the set lacks."""
    results = queries.own_results(session, actor, membership_id, now)
    access.require(actor, Permission.PRACTICE_WRITE, results)
    known = set_of(club.newest_set(session, results.place.club.id)).indicators
    if not indicators or any(code not in known for code in indicators):
        raise Invalid(lazy("Choose the indicators that it is about."), field="indicators")
    row = PracticeSheet(
        membership_id=membership_id,
        title=title,
        text=text,
        indicators=sorted(set(indicators)),
        may_tell=may_tell,
        written_at=now,
        written_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "practice.written", row, now, indicators=row.indicators)
    return row


def withdraw_practice(
    session: Session, *, actor: Actor, practice_id: UUID, now: datetime
) -> PracticeSheet:
    """Take a practice sheet back; from now on nobody sees it."""
    row = queries.get_practice(session, practice_id)
    results = queries.own_results(session, actor, row.membership_id, now)
    access.require(actor, Permission.PRACTICE_WRITE, results)
    row.withdrawn_at = now
    audit.record(session, actor, "practice.withdrawn", row, now)
    return row
