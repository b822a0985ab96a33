"""Every write of the star map: import, publication, withdrawal; boundaries.

The bytes are stored before a version is recorded; a version is published in a second step, by
whoever looked at it, and never changes afterwards.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.observatory import queries
from labelling.observatory.history import Kept, State
from labelling.observatory.models import (
    BoundarySet,
    EmploymentStep,
    EmploymentVersion,
    StepKind,
)
from labelling.observatory.subjects import OneVersion, Workshop


@dataclass(frozen=True, slots=True)
class Origin:
    """Where figures come from and what may be done with them."""

    year: int
    source: str
    licence: str
    source_url: str = ""
    note: str = ""
    is_fictitious: bool = False


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A file that was read without a fault and stored: its hash, and what was counted in it."""

    sha256: str
    filename: str
    size: int
    regions: int
    sectors: int
    areas: int


@dataclass(frozen=True, slots=True)
class StoredBoundaries:
    """A file of boundaries that was read and stored, and what is drawn from it."""

    sha256: str
    drawn_sha256: str
    filename: str
    size: int
    regions: int


def import_employment(
    session: Session, *, actor: Actor, origin: Origin, table: StoredTable, now: datetime
) -> EmploymentVersion:
    """Keep figures as a draft, which only the office sees. Raises Invalid for a year to come."""
    access.require(actor, Permission.EMPLOYMENT_IMPORT, Workshop(), now=now)
    if origin.year > today(now).year:
        raise Invalid(lazy("This year lies in the future."), field="year")
    version = EmploymentVersion(
        **asdict(origin),
        **asdict(table),
        number=queries.next_number(session, origin.year),
        imported_at=now,
        imported_by=_person(actor),
    )
    session.add(version)
    session.flush()
    audit.record(
        session, actor, "employment.imported", version, now,
        year=version.year, number=version.number, sha256=version.sha256,
    )  # fmt: skip
    return version


def publish_employment(
    session: Session, *, actor: Actor, version_id: UUID, now: datetime
) -> EmploymentStep:
    """Make a draft public; from now on it counts for its year, in place of an earlier version."""
    kept = queries.get_version(session, version_id)
    access.require(actor, Permission.EMPLOYMENT_PUBLISH, OneVersion(kept), now=now)
    if kept.state is not State.DRAFT:
        raise NotNow(lazy("Only a draft can be published."))
    return _step(session, actor, kept, StepKind.PUBLISHED, now)


def discard_employment(
    session: Session, *, actor: Actor, version_id: UUID, now: datetime
) -> EmploymentStep:
    """Put a draft aside; it stays on record and is never shown."""
    kept = queries.get_version(session, version_id)
    access.require(actor, Permission.EMPLOYMENT_DISCARD, OneVersion(kept), now=now)
    if kept.state is not State.DRAFT:
        raise NotNow(lazy("Only a draft can be discarded. What was published is withdrawn."))
    return _step(session, actor, kept, StepKind.DISCARDED, now)


def withdraw_employment(
    session: Session, *, actor: Actor, version_id: UUID, reason: str, now: datetime
) -> EmploymentStep:
    """Take a published version off the map, with a public reason; it stays on record."""
    kept = queries.get_version(session, version_id)
    access.require(actor, Permission.EMPLOYMENT_WITHDRAW, OneVersion(kept), now=now)
    if kept.state is not State.PUBLISHED:
        raise NotNow(lazy("Only a published version can be withdrawn."))
    if not reason.strip():
        raise Invalid(lazy("Say why, as everybody may read it."), field="reason")
    return _step(session, actor, kept, StepKind.WITHDRAWN, now, reason=reason.strip())


def keep_boundaries(
    session: Session,
    *,
    actor: Actor,
    source: str,
    licence: str,
    file: StoredBoundaries,
    now: datetime,
) -> BoundarySet:
    """Draw regions with these boundaries from now on."""
    access.require(actor, Permission.BOUNDARIES_KEEP, Workshop(), now=now)
    found = BoundarySet(
        source=source,
        licence=licence,
        **asdict(file),
        imported_at=now,
        imported_by=_person(actor),
    )
    session.add(found)
    session.flush()
    audit.record(session, actor, "boundaries.kept", found, now, sha256=found.sha256)
    return found


def remove_boundaries(session: Session, *, actor: Actor, set_id: UUID, now: datetime) -> None:
    """Draw these boundaries no more; the ones before them are drawn again, or symbols alone."""
    access.require(actor, Permission.BOUNDARIES_KEEP, Workshop(), now=now)
    found = queries.get_boundaries(session, set_id)
    if found.removed_at is not None:
        raise NotNow(lazy("These boundaries were removed already."))
    found.removed_at, found.removed_by = now, _person(actor)
    audit.record(session, actor, "boundaries.removed", found, now)


def _step(
    session: Session,
    actor: Actor,
    kept: Kept,
    kind: StepKind,
    now: datetime,
    *,
    reason: str = "",
) -> EmploymentStep:
    version = kept.version
    step = EmploymentStep(
        version_id=version.id, kind=kind, reason=reason, at=now, by=_person(actor)
    )
    session.add(step)
    session.flush()
    audit.record(
        session, actor, f"employment.{kind.value}", version, now,
        year=version.year, number=version.number,
    )  # fmt: skip
    return step


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise NotNow(lazy("The star map is made by people."))
    return actor.person_id
