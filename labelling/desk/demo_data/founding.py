"""How an organisation comes in: its founder is invited, gives out seats, everybody joins."""

from labelling.core.access import Role
from labelling.desk.demo_data.cases import organisation_of
from labelling.desk.demo_data.cast import accept_invitation, acting
from labelling.desk.demo_data.organisations import Office
from labelling.desk.demo_data.timetable import Calendar, Story
from labelling.organisations.actions.profile import create_organisation
from labelling.organisations.actions.seats import invite_to_seat
from labelling.people.actions import invite_person


def founded(calendar: Calendar, office: Office, days_ago: int, password_hash: str) -> Story:
    """Bring an organisation here with all its people."""
    founder = office.founder
    scene = yield calendar.at(days_ago, 9)
    invite_person(
        scene.session,
        actor=acting(scene.session, "tomas", Role.OFFICER, scene.now),
        email=founder.email,
        name=founder.name,
        language=founder.language,
        now=scene.now,
    )
    scene = yield calendar.at(days_ago, 15)
    accept_invitation(scene.session, founder.key, password_hash, scene.now)
    create_organisation(
        scene.session,
        actor=acting(scene.session, founder.key, Role.MANAGER, scene.now),
        profile=office.profile,
        now=scene.now,
    )
    for character, seat in office.people[1:]:
        invite_to_seat(
            scene.session,
            actor=acting(scene.session, founder.key, Role.MANAGER, scene.now),
            organisation_id=organisation_of(scene.session, office).id,
            email=character.email,
            name=character.name,
            seat=seat,
            now=scene.now,
        )
    scene = yield calendar.at(days_ago - 1, 10)
    for character, _ in office.people[1:]:
        accept_invitation(scene.session, character.key, password_hash, scene.now)
