"""The club's open round: what members chose and proposed, who has sent, who is half way."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from benchmarking.figures import Entry
from benchmarking.rounds import Round
from benchmarking.simulated.club import SimulatedClub
from benchmarking.validation.given import Given
from labelling.club import queries
from labelling.club.actions.answering import Rated, answer_survey
from labelling.club.actions.entering import Figure, save_figures
from labelling.club.actions.indicators import choose_indicators
from labelling.club.actions.proposals import Proposed, propose_indicator, vote_on
from labelling.club.actions.querying import ask_member
from labelling.club.actions.rounds import announce_round, move_round
from labelling.club.actions.submitting import answer_finding, submit_figures
from labelling.club.actions.surveys import Asked, begin_survey, close_survey, invite_to_survey
from labelling.club.actions.takeover import take_over_figures
from labelling.club.dates import planned
from labelling.club.models import Club, ClubRound, RoundState
from labelling.club.sets import asked_quantities
from labelling.club.standing import sheet_state
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.secrets import new_token
from labelling.desk.demo_data.club_cast import BY_ITSELF, officer_of, own_places
from labelling.desk.demo_data.timetable import Scene

_HALF_WAY = "ebro"
_SILENT = ("valdoro", "sava", "pannon")


def choose_freely(
    scene: Scene, club: Club, simulated: SimulatedClub, names: Mapping[str, UUID]
) -> None:
    set_ = simulated.indicators
    members = {membership: name for name, membership in names.items()}
    for office, actor, membership_id in own_places(scene, club):
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


def propose_one(scene: Scene, club: Club) -> None:
    own = {office.key: (actor, place) for office, actor, place in own_places(scene, club)}
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


def open_round(scene: Scene, club: Club, half: Round) -> ClubRound:
    officer = officer_of(scene)
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


def send_some(
    scene: Scene,
    club: Club,
    round_: ClubRound,
    simulated: SimulatedClub,
    names: Mapping[str, UUID],
) -> None:
    """Let two organisations send their figures here, and the office enter sheets that came in."""
    newest = simulated.rounds[-1]
    entries = {names[one]: sheets[newest].entries for one, sheets in simulated.sheets.items()}
    own = {place: office.key for office, _actor, place in own_places(scene, club)}
    take_over_figures(
        scene.session,
        actor=officer_of(scene),
        round_id=round_.id,
        sheets={
            place: given
            for place, given in entries.items()
            if own.get(place) not in {*BY_ITSELF, _HALF_WAY, *_SILENT}
        },
        sent_at=scene.now,
        now=scene.now,
    )
    for office, actor, place in own_places(scene, club):
        if office.key in BY_ITSELF:
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
    for one in sheet_state(scene.session, stands).unanswered:
        answer_finding(
            scene.session,
            actor=actor,
            part_id=part.id,
            finding_id=one.finding.id,
            answer="Checked against our records: it is right.",
            now=scene.now,
        )
    submit_figures(scene.session, actor=actor, part_id=part.id, now=scene.now)


def enter_half(
    scene: Scene,
    club: Club,
    round_: ClubRound,
    simulated: SimulatedClub,
    names: Mapping[str, UUID],
) -> None:
    """Leave one organisation half way: some figures are there, one of them unusual."""
    newest = simulated.rounds[-1]
    members = {membership: name for name, membership in names.items()}
    for office, actor, place in own_places(scene, club):
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


def ask_one(scene: Scene, club: Club, round_: ClubRound) -> None:
    for office, _actor, place in own_places(scene, club):
        part = queries.find_part(scene.session, round_.id, place)
        if office.key == "alder" and part is not None:
            ask_member(
                scene.session,
                actor=officer_of(scene),
                part_id=part.id,
                subject="B03",
                question="Is project money that you only pass on left out of this income?",
                due_on=round_.queries_until,
                now=scene.now,
            )


def hold_surveys(scene: Scene, club: Club, half: Round) -> None:
    """Let one organisation ask its members, and fourteen of them answer."""
    for office, actor, place in own_places(scene, club):
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
