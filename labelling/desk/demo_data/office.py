"""How the office came to be: administrators, officers, committee, assessors, calls."""

from datetime import timedelta

from sqlalchemy import select

from labelling.applications.actions import open_call
from labelling.core.access import Role
from labelling.core.clock import today
from labelling.desk.demo_data import cast
from labelling.desk.demo_data.cast import (
    ADMINISTRATORS,
    APPOINTED,
    ASSESSORS,
    QUALITY_OFFICERS,
    Character,
    accept_invitation,
    acting,
    set_up_factor,
)
from labelling.desk.demo_data.timetable import Calendar, Scene, Story
from labelling.issuing import turns
from labelling.people.actions import confirm_role, create_admin, invite_person, propose_role
from labelling.people.models import RoleGrant
from labelling.reviews.actions import save_profile
from labelling.reviews.profiles.actions import (
    record_contract,
    record_training,
    save_experience,
)

EDITION = "cluster-excellence-2026"
LEVELS = ("bronze", "silver", "gold")
FIRST_DAY = 1010
CLOSED_CALL = (990, 150)
OPEN_CALL = (140, -45)

TRAINED_FOR = timedelta(days=1185)

_PROFILES = {
    "anna": ("AT", ("de", "en"), ("mobility", "manufacturing", "materials", "health")),
    "benoit": ("FR", ("fr", "en"), ("agriculture-food", "maritime", "logistics", "mobility")),
    "carla": ("IT", ("it", "en", "es"), ("materials", "maritime", "agriculture-food", "textiles")),
    "dieter": ("DE", ("de", "en"), ("electronics-photonics", "wood-forest", "manufacturing")),
    "eeva": ("FI", ("fi", "en", "sv"), ("environment", "energy", "digital", "wood-forest")),
    "filip": ("PL", ("pl", "en", "de"), ("energy", "logistics", "digital", "health")),
}


def office_begins(calendar: Calendar, password_hash: str) -> Story:
    """Make the keys; let the first administrators appoint everybody who works for the label."""
    scene = yield calendar.at(FIRST_DAY, 8)
    turns.introduce_first(scene.session, scene.now)
    for character in ADMINISTRATORS:
        create_admin(
            scene.session,
            email=character.email,
            name=character.name,
            password_hash=password_hash,
            now=scene.now,
        )
        set_up_factor(scene.session, character.key, scene.now)
    scene = yield calendar.at(FIRST_DAY, 9)
    for character in (*APPOINTED, *ASSESSORS):
        _invite(scene, character)
    scene = yield calendar.at(FIRST_DAY - 1, 10)
    for character in (*APPOINTED, *ASSESSORS):
        accept_invitation(scene.session, character.key, password_hash, scene.now)
    scene = yield calendar.at(FIRST_DAY - 1, 11)
    for character in APPOINTED:
        _confirm(scene, character)
    scene = yield calendar.at(FIRST_DAY - 1, 14)
    for character in APPOINTED:
        set_up_factor(scene.session, character.key, scene.now)
    for character in QUALITY_OFFICERS:
        _give_a_second_role(scene, character)
    scene = yield calendar.at(FIRST_DAY - 2, 10)
    for character in ASSESSORS:
        _describe_assessor(scene, character)
        _sign_on(scene, character)


def calls_open(calendar: Calendar) -> Story:
    """Let an officer open the call that has closed since and the one that is open today."""
    for opens, closes in (CLOSED_CALL, OPEN_CALL):
        scene = yield calendar.at(opens + 3, 9)
        first = today(calendar.begins) - timedelta(days=opens)
        last = today(calendar.begins) - timedelta(days=closes)
        open_call(
            scene.session,
            actor=acting(scene.session, "olga", Role.OFFICER, scene.now),
            title=f"Call {first.year} to {last.year}",
            edition_id=EDITION,
            levels=LEVELS,
            opens_on=first,
            closes_on=last,
            now=scene.now,
        )


def _invite(scene: Scene, character: Character) -> None:
    invite_person(
        scene.session,
        actor=acting(scene.session, "adele", Role.ADMINISTRATOR, scene.now),
        email=character.email,
        name=character.name,
        language=character.language,
        role=character.role,
        now=scene.now,
    )


def _confirm(scene: Scene, character: Character) -> None:
    """Confirm, as the second administrator, the role that the first one proposed."""
    invited = cast.person(scene.session, character.key)
    grant_id = scene.session.scalars(
        select(RoleGrant.id).where(RoleGrant.person_id == invited.id)
    ).one()
    confirm_role(
        scene.session,
        actor=acting(scene.session, "bruno", Role.ADMINISTRATOR, scene.now),
        grant_id=grant_id,
        now=scene.now,
    )


def _give_a_second_role(scene: Scene, character: Character) -> None:
    """Propose and confirm a further role of somebody who has one already."""
    grant = propose_role(
        scene.session,
        actor=acting(scene.session, "adele", Role.ADMINISTRATOR, scene.now),
        person_id=cast.person(scene.session, character.key).id,
        role=character.role,
        now=scene.now,
    )
    confirm_role(
        scene.session,
        actor=acting(scene.session, "bruno", Role.ADMINISTRATOR, scene.now),
        grant_id=grant.id,
        now=scene.now,
    )


def _describe_assessor(scene: Scene, character: Character) -> None:
    country, languages, fields = _PROFILES[character.key]
    row = cast.person(scene.session, character.key)
    save_profile(
        scene.session,
        actor=acting(scene.session, character.key, Role.ASSESSOR, scene.now),
        person_id=row.id,
        country=country,
        languages=languages,
        fields=fields,
        now=scene.now,
    )
    save_experience(
        scene.session,
        actor=acting(scene.session, character.key, Role.ASSESSOR, scene.now),
        person_id=row.id,
        levels={languages[0]: "native", **dict.fromkeys(languages[1:], "c1")},
        worked_in=[country],
        lived_in=[],
        hours_a_month=40,
        now=scene.now,
    )


def _sign_on(scene: Scene, character: Character) -> None:
    """Let an officer record an assessor's training and contract."""
    officer = acting(scene.session, "olga", Role.OFFICER, scene.now)
    person_id, day = cast.person(scene.session, character.key).id, today(scene.now)
    record_training(
        scene.session,
        actor=officer,
        person_id=person_id,
        title="Assessing with the rubric",
        passed_on=day,
        expires_on=day + TRAINED_FOR,
        now=scene.now,
    )
    record_contract(
        scene.session,
        actor=officer,
        person_id=person_id,
        since=day,
        until=None,
        signed_on=day,
        now=scene.now,
    )
