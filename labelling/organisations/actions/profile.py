"""Organisations come in and change their profile."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import audit
from labelling.core.access import Actor, Seat, require
from labelling.core.errors import Conflict, Invalid
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations import queries
from labelling.organisations.actions.seats import seat_person
from labelling.organisations.models import Organisation
from labelling.organisations.policy import Newcomer


@dataclass(frozen=True, slots=True)
class Profile:
    """What an organisation says of itself; ``field`` is an id of ``fields.FIELDS``.

    ``region`` is a code of ``benchmarking.geography.places`` or "" where nothing was said.
    ``certificate_language`` is any official one of the Union, or "" for the same as ``language``.
    """

    name: str
    country: str
    city: str
    field: str
    website: str = ""
    about: str = ""
    language: str = "en"
    certificate_language: str = ""
    region: str = ""


def profile_of(organisation: Organisation) -> Profile:
    """Return what an organisation says of itself at present."""
    return Profile(
        name=organisation.name,
        country=organisation.country,
        city=organisation.city,
        field=organisation.field,
        website=organisation.website,
        about=organisation.about,
        language=organisation.language,
        certificate_language=organisation.certificate_language,
        region=organisation.region,
    )


def create_organisation(
    session: Session, *, actor: Actor, profile: Profile, now: datetime
) -> Organisation:
    """Bring an organisation here; the actor becomes its first owner.

    Raises Invalid where one of this name is here already in that country.
    """
    require(actor, Permission.ORGANISATION_CREATE, Newcomer(), now=now)
    _refuse_second_of_name(session, profile, None)
    organisation = Organisation(
        **asdict(profile), version=1, created_at=now, created_by=actor.person_id
    )
    session.add(organisation)
    session.flush()
    audit.record(session, actor, "organisation.create", organisation, now, **asdict(profile))
    if actor.person_id is not None:
        seat_person(
            session,
            actor=actor,
            organisation_id=organisation.id,
            person_id=actor.person_id,
            seat=Seat.OWNER,
            now=now,
        )
    return organisation


def edit_organisation(
    session: Session,
    *,
    actor: Actor,
    organisation_id: UUID,
    version: int,
    profile: Profile,
    now: datetime,
) -> Organisation:
    """Change the profile, starting from a version of it.

    Raises Conflict where somebody has changed it since; nothing is saved then. Saving what
    stands there already changes nothing.
    """
    organisation = queries.get_organisation(session, organisation_id)
    require(actor, Permission.ORGANISATION_EDIT, organisation, now=now)
    before = profile_of(organisation)
    if before == profile:
        return organisation
    if organisation.version != version:
        raise Conflict(
            lazy("Somebody else saved this profile while you were writing."),
            kept=lazy("Both are shown below; yours is not saved yet."),
        )
    _refuse_second_of_name(session, profile, organisation_id)
    for key, value in asdict(profile).items():
        setattr(organisation, key, value)
    organisation.version += 1
    old, new = asdict(before), asdict(profile)
    audit.record(
        session,
        actor,
        "organisation.edit",
        organisation,
        now,
        changed={key: [old[key], new[key]] for key in new if old[key] != new[key]},
    )
    return organisation


def follow_certificate(
    session: Session,
    *,
    actor: Actor,
    organisation_id: UUID,
    names: Mapping[str, str],
    now: datetime,
) -> Organisation:
    """Let the profile say what was checked for a certificate: name, city, certificate language.

    Raises Invalid where another organisation of this name is here. It has no permission of its
    own: whoever decides on the certificate has theirs.
    """
    organisation = queries.get_organisation(session, organisation_id)
    before = profile_of(organisation)
    after = replace(before, **names)
    refuse_name_of_another(session, organisation, after.name, "name")
    changed = {
        key: [old, getattr(after, key)]
        for key, old in asdict(before).items()
        if old != getattr(after, key)
    }
    for key, (_, new) in changed.items():
        setattr(organisation, key, new)
    if changed:
        organisation.version += 1
        audit.record(
            session, actor, "organisation.follow_certificate", organisation, now, changed=changed
        )
    return organisation


def refuse_name_of_another(
    session: Session, organisation: Organisation, name: str, field: str
) -> None:
    """Raise Invalid, at this field, where another organisation in the country has this name."""
    other = queries.find_organisation(session, name, organisation.country)
    if other is not None and other.id != organisation.id:
        raise Invalid(lazy("Another organisation here has this name."), field=field)


def _refuse_second_of_name(
    session: Session, profile: Profile, organisation_id: UUID | None
) -> None:
    other = queries.find_organisation(session, profile.name, profile.country)
    if other is not None and other.id != organisation_id:
        raise Invalid(
            lazy("An organisation of this name is already here. Ask its owners for access."),
            field="name",
        )
