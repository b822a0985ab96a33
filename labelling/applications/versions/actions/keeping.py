"""Keeping a self-assessment under a name, as it is or to be written on beside the draft."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.actions.answers import refuse_ended
from labelling.applications.models import Application
from labelling.applications.versions.models import DraftVersion, VersionKind, VersionPart
from labelling.applications.versions.sources import (
    DRAFT,
    PartSaid,
    get_version,
    load_source,
    saves,
    source_of,
    versions_of,
)
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Conflict, Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

NAME_LIMIT = 100
MOST = 50


def keep_version(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    name: str,
    kind: VersionKind = VersionKind.KEPT,
    key: str = DRAFT,
    now: datetime,
) -> DraftVersion:
    """Keep what a source says under a name; a branch can be written on afterwards.

    Possible after submission, too: the frozen answers stay as they are. Raises Invalid for a name
    that is blank or too long, NotNow where there are too many versions or the application ended.
    """
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.ANSWER_EDIT, application, now=now)
    refuse_ended(application)
    source = load_source(session, application, key)
    return _add(session, actor, application, name=name, kind=kind, parts=source.parts, now=now)


def read_in(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    name: str,
    parts: Mapping[str, PartSaid],
    now: datetime,
) -> DraftVersion:
    """Keep what was read from a file, to be compared with the draft; the draft stays as it is.

    The same file once more, from the same person, is the version that it is already. Raises
    NotNow where there are too many versions or the application ended.
    """
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.ANSWER_EDIT, application, now=now)
    refuse_ended(application)
    last = next(iter(versions_of(session, application_id)), None)
    if (
        last is not None
        and (last.kind, last.by, last.name) == (VersionKind.READ_IN, actor.person_id, name)
        and source_of(session, last).parts == parts
    ):
        return last
    return _add(
        session, actor, application, name=name, kind=VersionKind.READ_IN, parts=parts, now=now
    )


def _add(
    session: Session,
    actor: Actor,
    application: Application,
    *,
    name: str,
    kind: VersionKind,
    parts: Mapping[str, PartSaid],
    now: datetime,
) -> DraftVersion:
    if not name.strip():
        raise Invalid(lazy("Give it a name."), field="name")
    if len(name) > NAME_LIMIT:
        raise Invalid(
            lazy("At most %(most)s characters fit. Shorten the text."),
            field="name",
            most=NAME_LIMIT,
        )
    there, last = session.execute(
        select(
            func.count().filter(DraftVersion.removed_at.is_(None)),
            func.coalesce(func.max(DraftVersion.number), 0),
        ).where(DraftVersion.application_id == application.id)
    ).one()
    if there >= MOST:
        raise NotNow(lazy("There are %(most)s versions. Throw one away first."), most=MOST)
    version = DraftVersion(
        application_id=application.id,
        number=last + 1,
        name=name,
        kind=kind,
        at=now,
        by=actor.person_id,
    )
    session.add(version)
    session.flush()
    session.add_all(
        VersionPart(
            version_id=version.id,
            part_id=part_id,
            band=said.band,
            text=said.text,
            not_applicable=said.not_applicable,
            evidence=[
                {"id": one.id, "title": one.title, "pages": one.pages} for one in said.evidence
            ],
            rests_on=said.rests_on,
            version=1,
            updated_at=now,
            updated_by=actor.person_id,
        )
        for part_id, said in sorted(parts.items())
    )
    audit.record(session, actor, "draft.kept", version, now, kind=kind.value, name=name)
    return version


def remove_version(
    session: Session, *, actor: Actor, version_id: UUID, seen: int, now: datetime
) -> UUID:
    """Throw a version away, also after the end; what it says is deleted some weeks later.

    ``seen`` is how often it had been saved when it was shown (``saves``). Returns the application's
    id. Raises Conflict where somebody has written on it since.
    """
    version = get_version(session, version_id)
    application = queries.get_application(session, version.application_id)
    access.require(actor, Permission.ANSWER_EDIT, application, now=now)
    if saves(session, version_id) != seen:
        raise Conflict(
            lazy("Somebody wrote on this version meanwhile, so it was not thrown away."),
            advice=lazy("Look at it again first."),
        )
    version.removed_at = now
    audit.record(session, actor, "draft.removed", version, now, name=version.name)
    return application.id
