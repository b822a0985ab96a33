"""The demonstration's meetings: one that was held, its minutes and actions, and one to come."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club import queries as club_queries
from labelling.club.actions.rounds import change_dates
from labelling.club.award.subjects import person_of
from labelling.club.dates import dates_of
from labelling.club.meetings import queries
from labelling.club.meetings.actions.acting import Draft, plan_action
from labelling.club.meetings.actions.participants import answer_invitation, name_participant
from labelling.club.meetings.actions.planning import Plan, plan_meeting
from labelling.club.meetings.actions.takeover import (
    Agreed,
    Came,
    HeldBefore,
    take_over_meeting,
)
from labelling.club.meetings.figures import kept
from labelling.club.meetings.following import own_series
from labelling.club.models import Club, ClubRound, RoundState
from labelling.club.results.queries import own_sheets
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.zones import instant_of
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
    _held(scene, officer, final, own)
    draft = next((one for one in rounds if one.state is RoundState.DRAFT), None)
    if draft is not None:
        _planned(scene, officer, draft, own)


def _held(scene: Scene, officer: Actor, round_: ClubRound, own: Members) -> None:
    """Bring a meeting of the past along: it was held before there was this."""
    day, now = round_.meeting_on, today(scene.now)
    chair = person_of(own["alder"][0])
    take_over_meeting(
        scene.session,
        actor=officer,
        round_id=round_.id,
        held=HeldBefore(
            starts_at=instant_of(day, time(10), _ZONE),
            ends_at=instant_of(day, time(15), _ZONE),
            zone=_ZONE,
            place="Vienna, hall of the Danube cluster (fictitious)",
            chair_id=chair,
            minutes=_SAID,
        ),
        came=[
            Came(person_of(own[key][0]), own[key][1], named=key != "donau")
            for key in ("alder", "ebro", "saale", "lakes", "donau")
        ],
        agreed=[
            Agreed(
                measure="Write a page on how we ask members how satisfied they are",
                owner_id=person_of(own["lakes"][0]),
                due_on=now + timedelta(days=20),
                indicator="D05",
            ),
            Agreed(
                measure="Count members met in the same way: a list of examples",
                owner_id=person_of(own["saale"][0]),
                due_on=now - timedelta(days=40),
                indicator="C02",
                done="The list is in the guidance of the indicator.",
            ),
            _own_action(scene.session, round_, own["alder"]),
        ],
        now=scene.now,
    )


def _own_action(session: Session, round_: ClubRound, member: tuple[Actor, UUID]) -> Agreed:
    actor, membership_id = member
    set_ = club_queries.round_set(session, round_)
    series = own_series(set_, set_.indicators["C02"], own_sheets(session, membership_id))
    figures = {str(half): number for half, number in series.items()}
    return Agreed(
        measure="Call three members a week whom nobody has met for half a year",
        owner_id=person_of(actor),
        due_on=round_.meeting_on + timedelta(days=300),
        indicator="C02",
        membership_id=membership_id,
        baseline=kept(figures[round_.half_year]) if round_.half_year in figures else "",
        target="90",
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
