"""The demonstration's meetings: one that was held, its minutes and actions, and one to come."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club import queries as club_queries
from labelling.club.actions.rounds import change_dates
from labelling.club.dates import dates_of
from labelling.club.meetings import queries
from labelling.club.meetings.actions.acting import Draft, plan_action
from labelling.club.meetings.actions.participants import answer_invitation, name_participant
from labelling.club.meetings.actions.planning import Plan, plan_meeting
from labelling.club.meetings.agenda import proposed_items
from labelling.club.meetings.figures import kept
from labelling.club.meetings.following import own_series
from labelling.club.meetings.models import (
    ActionState,
    ClubAction,
    Meeting,
    MeetingState,
    Minutes,
    Participant,
)
from labelling.club.meetings.record import record_of, sealed
from labelling.club.meetings.subjects import AtMeeting
from labelling.club.meetings.times import instant_of
from labelling.club.models import Club, ClubRound, RoundState
from labelling.club.results.queries import own_sheets
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.desk.demo_data.timetable import Scene

_ZONE = "Europe/Vienna"
_SAID = """\
1. Welcome
The chair recalled the code of conduct.

2. Actions of the last meeting
All three were done. The guide to counting active members is in use.

3. Doubts about the figures
Four offices had counted visits of students as members met. The definition says: members.

4. Results of the club
Half of the offices met more of their members than a year ago, most of them by telephone.

5. Questions for the room
Who lost small firms, and why? Fees were named less often than silence after the first year.

6. What each of us does next
Actions were typed in the meeting; each office sees its own."""

Members = Mapping[str, tuple[Actor, UUID]]
"""Organisations of the demonstration by key: who acts for them, and their membership."""


def hold_meetings(scene: Scene, officer: Actor, club: Club, own: Members) -> None:
    """Bring a held meeting along, plan the next one, and let members answer and act."""
    rounds = club_queries.rounds_of(scene.session, club.id)
    final = next(one for one in rounds if one.state is RoundState.FINAL)
    club.chair_id = own["alder"][0].person_id
    before = _held(scene.session, officer, club, final, own)
    _agreed(scene, club, before, own)
    draft = next((one for one in rounds if one.state is RoundState.DRAFT), None)
    if draft is not None:
        _planned(scene, officer, draft, own)


def _held(session: Session, officer: Actor, club: Club, round_: ClubRound, own: Members) -> Meeting:
    """Return a meeting of the past with its participants; it was held before there was this."""
    day = round_.meeting_on
    row = Meeting(
        round_id=round_.id,
        held_on=day,
        starts_at=instant_of(day, time(10), _ZONE),
        ends_at=instant_of(day, time(15), _ZONE),
        zone=_ZONE,
        place="Vienna, hall of the Danube cluster (fictitious)",
        chair_id=club.chair_id,
        state=MeetingState.CLOSED,
        closed_at=instant_of(day, time(15), _ZONE),
        planned_at=instant_of(day - timedelta(days=60), time(9), _ZONE),
        planned_by=officer.person_id,
        told=0,
    )
    session.add(row)
    session.flush()
    session.add_all(proposed_items(row))
    for key in ("alder", "ebro", "saale", "lakes", "donau"):
        actor, membership_id = own[key]
        session.add(
            Participant(
                meeting_id=row.id,
                person_id=actor.person_id,
                membership_id=membership_id,
                added_at=row.planned_at,
                comes=True,
                came=True,
                named=key != "donau",
            )
        )
    session.flush()
    return row


def _agreed(scene: Scene, club: Club, meeting: Meeting, own: Members) -> None:
    """Write down what the club and one member agreed to do, and confirm the minutes."""
    session, alder = scene.session, own["alder"]
    held = meeting.closed_at or scene.now
    told = [
        ("Write a page on how we ask members how satisfied they are", "lakes", 20, "D05"),
        ("Count members met in the same way: a list of examples", "saale", -40, "C02"),
    ]
    for measure, owner, days, code in told:
        done = days < 0
        session.add(
            ClubAction(
                club_id=club.id,
                meeting_id=meeting.id,
                round_id=meeting.round_id,
                indicator=code,
                measure=measure,
                owner_id=own[owner][0].person_id,
                due_on=today(scene.now) + timedelta(days=days),
                state=ActionState.DONE if done else ActionState.OPEN,
                note="The list is in the guidance of the indicator." if done else "",
                made_at=held,
                made_by=alder[0].person_id,
                ended_at=held + timedelta(days=90) if done else None,
                ended_by=own[owner][0].person_id if done else None,
            )
        )
    session.add(_own_action(session, club, meeting, alder, held))
    session.flush()
    minutes = Minutes(
        meeting_id=meeting.id,
        number=1,
        text=_SAID,
        version=4,
        begun_at=held,
        begun_by=alder[0].person_id,
        saved_at=held,
        saved_by=alder[0].person_id,
        released_at=held + timedelta(days=1),
        confirmed_at=held + timedelta(days=2),
        confirmed_by=alder[0].person_id,
    )
    at = AtMeeting(club, meeting, None, None, accepted=True)
    minutes.content, minutes.sha256 = sealed(record_of(session, at, minutes))
    session.add(minutes)
    session.flush()


def _own_action(
    session: Session,
    club: Club,
    meeting: Meeting,
    member: tuple[Actor, UUID],
    held: datetime,
) -> ClubAction:
    actor, membership_id = member
    round_ = club_queries.get_round(session, meeting.round_id)
    set_ = club_queries.round_set(session, round_)
    series = own_series(set_, set_.indicators["C02"], own_sheets(session, membership_id))
    figures = {str(half): number for half, number in series.items()}
    baseline = kept(figures[round_.half_year]) if round_.half_year in figures else ""
    return ClubAction(
        club_id=club.id,
        meeting_id=meeting.id,
        membership_id=membership_id,
        round_id=round_.id,
        indicator="C02",
        baseline=baseline,
        target="90",
        measure="Call three members a week whom nobody has met for half a year",
        owner_id=actor.person_id,
        due_on=meeting.held_on + timedelta(days=300),
        state=ActionState.OPEN,
        note="",
        made_at=held,
        made_by=actor.person_id,
    )


def _tuesday(day: date) -> date:
    """Return a day, or the next Tuesday after it."""
    return day + timedelta(days=(1 - day.weekday()) % 7)


def _planned(scene: Scene, officer: Actor, round_: ClubRound, own: Members) -> None:
    session, now = scene.session, scene.now
    day = _tuesday(today(now) + timedelta(days=17))
    dates = replace(
        dates_of(round_),
        meeting_on=day,
        corrections_until=day + timedelta(days=14),
        final_on=day + timedelta(days=21),
    )
    change_dates(session, actor=officer, round_id=round_.id, dates=dates, now=now)
    meeting = plan_meeting(
        session,
        actor=officer,
        round_id=round_.id,
        plan=Plan(
            held_on=day,
            starts=time(9, 30),
            ends=time(15, 30),
            zone=_ZONE,
            place="Jena, house of the optics cluster (fictitious)",
            chair_id=own["alder"][0].person_id,
            next_dates="A visit to a member's test field is planned for the spring.",
        ),
        now=now,
    )
    for key, named in (("alder", True), ("ebro", True), ("lakes", False), ("saale", True)):
        actor, _membership_id = own[key]
        person_id = actor.person_id
        if person_id is None:
            continue
        if queries.find_participant(session, meeting.id, person_id) is None:
            name_participant(
                session, actor=actor, meeting_id=meeting.id, person_id=person_id, now=now
            )
        if key != "ebro":
            answer_invitation(
                session, actor=actor, meeting_id=meeting.id, comes=True, named=named, now=now
            )
    lakes, membership_id = own["lakes"]
    plan_action(
        session,
        actor=lakes,
        membership_id=membership_id,
        draft=Draft(
            measure="Ask for satisfaction on the day a case is closed",
            due_on=today(now) + timedelta(days=60),
            indicator="D05",
            target="4.5",
            owner_id=lakes.person_id,
        ),
        now=now,
    )
