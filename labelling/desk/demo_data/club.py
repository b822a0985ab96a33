"""A benchmarking club: 24 fictitious members, six rounds brought along, a seventh that is open."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from benchmarking.figures import Entry
from benchmarking.rounds import Round
from benchmarking.simulated.cast import DIMENSIONS
from benchmarking.simulated.club import SimulatedClub, simulated_club
from benchmarking.validation.given import Given
from labelling.club import queries
from labelling.club.actions.clubs import accept_code, found_club, write_code
from labelling.club.actions.entering import Figure, save_figures
from labelling.club.actions.freezing import freeze_round
from labelling.club.actions.indicators import (
    Proposed,
    choose_indicators,
    propose_indicator,
    vote_on,
)
from labelling.club.actions.members import add_member, set_openness
from labelling.club.actions.querying import ask_member
from labelling.club.actions.rounds import announce_round, move_round
from labelling.club.actions.submitting import answer_finding, submit_figures
from labelling.club.actions.surveys import (
    Asked,
    Rated,
    answer_survey,
    begin_survey,
    close_survey,
    invite_to_survey,
)
from labelling.club.actions.takeover import take_over_figures, take_over_round
from labelling.club.dates import planned
from labelling.club.models import Club, ClubRound, MadeOf, Openness, RoundState
from labelling.club.sets import asked_quantities
from labelling.club.standing import peer_values, sheet_state
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.secrets import new_token
from labelling.desk.demo_data.cases import organisation_of
from labelling.desk.demo_data.cast import acting, person
from labelling.desk.demo_data.club_meeting import prepare_meeting
from labelling.desk.demo_data.club_results import release_rounds, write_practices
from labelling.desk.demo_data.organisations import OFFICES, Office
from labelling.desk.demo_data.timetable import Calendar, Scene, Story

_ROUNDS = 7
_JUNE = 6
_BEGINS, _OPENS = 40, 16  # days ago
_BY_ITSELF = ("alder", "lakes")  # who has sent figures of the open round here
_HALF_WAY = "ebro"
_SILENT = ("valdoro", "sava", "pannon")
_CODE = """\
Preparation: figures are collected as their definitions say, and checked before they are sent.
Contact: each member names one contact; others are addressed through that person.
Exchange: who wants to see a figure gives the same figure. You see the indicators that you report.
Confidentiality: what is said in a meeting stays there. Nobody tries to find out who gave what.
Use: figures serve learning. In public they appear only as the club releases them.
Legality: prices and future intentions are never exchanged.
Completion: who begins a round finishes it in time.
Understanding: each of us knows what the others do with what they learn."""
_DIMENSION_NAMES = {
    "size": "Members of the cluster",
    "age": "Age",
    "field": "Technology field",
    "governance": "Legal form",
}


def club_runs(calendar: Calendar) -> Story:
    """Found a club, bring its past along, open a round, let some members send their figures."""
    day = today(calendar.begins)
    last = Round(day.year, 1 if day.month <= _JUNE else 2).previous
    simulated = simulated_club(last=last, count=_ROUNDS)
    scene = yield calendar.at(_BEGINS, 9)
    club = _found(scene)
    names = _members(scene, club, simulated)
    _accept(scene, club)
    scene = yield calendar.at(_BEGINS - 1, 9)
    _bring_along(scene, club, simulated, names)
    release_rounds(scene, _officer(scene), club)
    write_practices(
        scene,
        {row: actor for office, actor, row in _own(scene, club) if office.key in _BY_ITSELF},
    )
    scene = yield calendar.at(_OPENS + 2, 9)
    _choose(scene, club, simulated, names)
    _propose(scene, club)
    scene = yield calendar.at(_OPENS, 9)
    round_ = _open(scene, club, last)
    scene = yield calendar.at(_OPENS - 4, 10)
    _survey(scene, club, last)
    scene = yield calendar.at(_OPENS - 8, 11)
    _send(scene, club, round_, simulated, names)
    scene = yield calendar.at(_OPENS - 12, 15)
    _enter_half(scene, club, round_, simulated, names)
    _ask(scene, club, round_)
    scene = yield calendar.at(1, 9)
    accepted = {row: actor for office, actor, row in _own(scene, club) if office.key != "sava"}
    prepare_meeting(scene, club, _officer(scene), accepted)


def _officer(scene: Scene) -> Actor:
    return acting(scene.session, "olga", Role.OFFICER, scene.now)


def _manager(scene: Scene, office: Office) -> Actor:
    return acting(scene.session, office.founder.key, Role.MANAGER, scene.now)


def _found(scene: Scene) -> Club:
    officer = _officer(scene)
    club = found_club(
        scene.session,
        actor=officer,
        code="clusters-compared",
        name="Clusters compared",
        about="Cluster organisations of several countries that compare their work twice a year.",
        dimensions=[
            {
                "id": one.id,
                "name": _DIMENSION_NAMES[one.id],
                "ordered": one.ordered,
                "bands": [{"id": band, "name": band.replace("-", " ")} for band in one.bands],
            }
            for one in DIMENSIONS
        ],
        kinds={
            "Cluster organisations": MadeOf.ORGANISATION,
            "Cluster organisations by mail": MadeOf.FIRM,
        },
        now=scene.now,
    )
    write_code(
        scene.session,
        actor=officer,
        club_id=club.id,
        text=_CODE,
        in_force_on=today(scene.now),
        now=scene.now,
    )
    return club


def _members(scene: Scene, club: Club, simulated: SimulatedClub) -> dict[str, UUID]:
    """Take the twelve organisations in, and twelve members that send their sheets by mail."""
    officer = _officer(scene)
    kinds = {one.made_of: one.id for one in queries.kinds_of(scene.session, club.id)}
    found = {}
    for at, one in enumerate(simulated.members):
        office = OFFICES[at] if at < len(OFFICES) else None
        row = add_member(
            scene.session,
            actor=officer,
            club_id=club.id,
            kind_id=kinds[MadeOf.FIRM if office is None else MadeOf.ORGANISATION],
            organisation_id=None if office is None else organisation_of(scene.session, office).id,
            firm=one.name if office is None else "",
            contact_id=(None if office is None else person(scene.session, office.founder.key).id),
            holding=one.holding,
            bands=one.bands,
            joined_on=today(scene.now) - timedelta(days=1200),
            now=scene.now,
        )
        found[one.id] = row.id
    return found


def _own(scene: Scene, club: Club) -> Iterator[tuple[Office, Actor, UUID]]:
    """Yield the organisations with the actor of their founder and their membership."""
    for office in OFFICES:
        actor = _manager(scene, office)
        place = queries.find_own_place(scene.session, actor, club.id, scene.now)
        if place is not None:
            yield office, actor, place.membership.id


def _accept(scene: Scene, club: Club) -> None:
    code = queries.code_in_force(scene.session, club.id, scene.now)
    for office, actor, membership_id in _own(scene, club):
        if code is None or office.key == "sava":
            continue
        accept_code(
            scene.session,
            actor=actor,
            membership_id=membership_id,
            code_id=code.id,
            now=scene.now,
        )
        if office.key in {"alder", "ebro", "saale"}:
            set_openness(
                scene.session,
                actor=actor,
                membership_id=membership_id,
                openness=Openness.CLUB,
                now=scene.now,
            )


def _bring_along(
    scene: Scene, club: Club, simulated: SimulatedClub, names: Mapping[str, UUID]
) -> None:
    """Bring six rounds along; all but the newest of them are final."""
    officer, session = _officer(scene), scene.session
    for round_ in simulated.rounds[:-1]:
        row = take_over_round(
            session,
            actor=officer,
            club_id=club.id,
            half_year=str(round_),
            dates=planned(round_),
            now=scene.now,
        )
        take_over_figures(
            session,
            actor=officer,
            round_id=row.id,
            sheets={
                names[member]: sheets[round_].entries
                for member, sheets in simulated.sheets.items()
                if round_ in sheets
            },
            sent_at=scene.now,
            now=scene.now,
        )
        freeze_round(session, actor=officer, round_id=row.id, now=scene.now)
        if round_ != simulated.rounds[-2]:
            for state in (RoundState.DRAFT, RoundState.MEETING, RoundState.FINAL):
                move_round(session, actor=officer, round_id=row.id, state=state, now=scene.now)


def _choose(scene: Scene, club: Club, simulated: SimulatedClub, names: Mapping[str, UUID]) -> None:
    set_ = simulated.indicators
    members = {membership: name for name, membership in names.items()}
    for office, actor, membership_id in _own(scene, club):
        if office.key == "sava":
            continue
        entries = simulated.sheets[members[membership_id]][simulated.rounds[-1]].entries
        choose_indicators(
            scene.session,
            actor=actor,
            membership_id=membership_id,
            codes=[
                code
                for code, one in set_.indicators.items()
                if one.tier == "choice" and all(t.quantity in entries for t in set_.terms(one))
            ],
            now=scene.now,
        )


def _propose(scene: Scene, club: Club) -> None:
    own = {office.key: (actor, place) for office, actor, place in _own(scene, club)}
    actor, place = own["lakes"]
    proposal = propose_indicator(
        scene.session,
        actor=actor,
        membership_id=place,
        proposed=Proposed(
            group="E",
            name="Members with a transition project",
            unit="count",
            kind="distinct",
            direction="up",
            definition="Different members that are partners of a project on energy or materials.",
            guidance="Take the list of running projects and count members once.",
            reason="More and more of our services are about this, and we cannot compare them.",
        ),
        votes_until=today(scene.now) + timedelta(days=40),
        now=scene.now,
    )
    for key, in_favour in (("alder", True), ("saale", True), ("donau", False), ("baltic", True)):
        voter, membership_id = own[key]
        vote_on(
            scene.session,
            actor=voter,
            membership_id=membership_id,
            proposal_id=proposal.id,
            in_favour=in_favour,
            now=scene.now,
        )


def _open(scene: Scene, club: Club, half: Round) -> ClubRound:
    officer = _officer(scene)
    row = announce_round(
        scene.session,
        actor=officer,
        club_id=club.id,
        half_year=str(half),
        dates=planned(half, today(scene.now)),
        now=scene.now,
    )
    move_round(scene.session, actor=officer, round_id=row.id, state=RoundState.OPEN, now=scene.now)
    return row


def _send(
    scene: Scene,
    club: Club,
    round_: ClubRound,
    simulated: SimulatedClub,
    names: Mapping[str, UUID],
) -> None:
    """Let two organisations send their figures here, and the office enter sheets that came in."""
    newest = simulated.rounds[-1]
    entries = {names[one]: sheets[newest].entries for one, sheets in simulated.sheets.items()}
    own = {place: office.key for office, _actor, place in _own(scene, club)}
    take_over_figures(
        scene.session,
        actor=_officer(scene),
        round_id=round_.id,
        sheets={
            place: given
            for place, given in entries.items()
            if own.get(place) not in {*_BY_ITSELF, _HALF_WAY, *_SILENT}
        },
        sent_at=scene.now,
        now=scene.now,
    )
    for office, actor, place in _own(scene, club):
        if office.key in _BY_ITSELF:
            _enter(scene, actor, round_, place, entries[place])
            _answer_all(scene, actor, round_, place)


def _enter(
    scene: Scene, actor: Actor, round_: ClubRound, place: UUID, entries: Mapping[str, Entry]
) -> None:
    part = queries.find_part(scene.session, round_.id, place)
    if part is None:
        return
    set_ = queries.round_set(scene.session, round_)
    asked = [one.id for one in asked_quantities(set_, part.asked)]
    save_figures(
        scene.session,
        actor=actor,
        part_id=part.id,
        figures=[_figure(name, entries.get(name, Entry(None))) for name in asked],
        save_id=uuid4(),
        now=scene.now,
    )


def _figure(name: str, entry: Entry) -> Figure:
    number = "" if entry.number is None else format(float(entry.number), ".10g")
    return Figure(name, Given(number, grade=entry.grade), not_collected=entry.number is None)


def _answer_all(scene: Scene, actor: Actor, round_: ClubRound, place: UUID) -> None:
    part = queries.find_part(scene.session, round_.id, place)
    if part is None:
        return
    stands = queries.part_for(scene.session, actor, part.id, scene.now)
    peers = peer_values(scene.session, stands, queries.round_set(scene.session, round_))
    for one in sheet_state(scene.session, stands, peers).unanswered:
        answer_finding(
            scene.session,
            actor=actor,
            part_id=part.id,
            finding_id=one.finding.id,
            answer="Checked against our records: it is right.",
            now=scene.now,
        )
    submit_figures(scene.session, actor=actor, part_id=part.id, now=scene.now)


def _enter_half(
    scene: Scene,
    club: Club,
    round_: ClubRound,
    simulated: SimulatedClub,
    names: Mapping[str, UUID],
) -> None:
    """Leave one organisation half way: some figures are there, one of them unusual."""
    newest = simulated.rounds[-1]
    members = {membership: name for name, membership in names.items()}
    for office, actor, place in _own(scene, club):
        if office.key != _HALF_WAY:
            continue
        entries = dict(simulated.sheets[members[place]][newest].entries)
        some = {name: entries[name] for name in list(entries)[:9]}
        part = queries.find_part(scene.session, round_.id, place)
        if part is not None:
            save_figures(
                scene.session,
                actor=actor,
                part_id=part.id,
                figures=[_figure(name, one) for name, one in some.items()],
                save_id=uuid4(),
                now=scene.now,
            )


def _ask(scene: Scene, club: Club, round_: ClubRound) -> None:
    for office, _actor, place in _own(scene, club):
        part = queries.find_part(scene.session, round_.id, place)
        if office.key == "alder" and part is not None:
            ask_member(
                scene.session,
                actor=_officer(scene),
                part_id=part.id,
                subject="B03",
                question="Is project money that you only pass on left out of this income?",
                due_on=round_.queries_until,
                now=scene.now,
            )


def _survey(scene: Scene, club: Club, half: Round) -> None:
    """Let one organisation ask its members, and fourteen of them answer."""
    for office, actor, place in _own(scene, club):
        if office.key == _HALF_WAY:
            _hold_survey(scene.session, scene, actor, place, half)


def _hold_survey(session: Session, scene: Scene, actor: Actor, place: UUID, half: Round) -> None:
    survey = begin_survey(
        session,
        actor=actor,
        membership_id=place,
        half_year=str(half),
        title="How we work for you",
        introduction="Two minutes. Fictitious, for the demonstration only.",
        language="en",
        ends_on=today(scene.now) + timedelta(days=10),
        questions=[
            Asked("How satisfied were you with our services?", 1, 5, "not at all", "very much",
                  feeds="satisfaction"),
            Asked("How well do we bring you together with partners?", 1, 7, "badly", "very well",
                  twofold=True),
        ],
        now=scene.now,
    )  # fmt: skip
    invited = {new_token(): (f"Member {number} (fictitious)", None) for number in range(1, 25)}
    invite_to_survey(session, actor=actor, survey_id=survey.id, invited=invited, now=scene.now)
    session.flush()
    first, second = queries.questions_of(session, survey.id)
    for at, token in enumerate(list(invited)[:14]):
        answer_survey(
            session,
            token=token,
            rated={first.id: Rated(3 + at % 3), second.id: Rated(3 + at % 4, 5 + at % 3)},
            now=scene.now,
        )
    close_survey(session, actor=actor, survey_id=survey.id, now=scene.now)
