"""What can be read of the star map's tables; each answer takes one statement or two."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.core.errors import NotFound
from labelling.observatory.history import Kept, in_order, standing
from labelling.observatory.models import BoundarySet, EmploymentStep, EmploymentVersion


def all_versions(session: Session) -> list[Kept]:
    """Return all versions ever imported: the latest year first, in it the newest."""
    versions = session.scalars(
        select(EmploymentVersion).order_by(
            EmploymentVersion.year.desc(), EmploymentVersion.number.desc()
        )
    ).all()
    steps: dict[UUID, list[EmploymentStep]] = defaultdict(list)
    for step in session.scalars(select(EmploymentStep).order_by(EmploymentStep.id)):
        steps[step.version_id].append(step)
    return [Kept(version, in_order(steps[version.id])) for version in versions]


def standing_versions(session: Session) -> list[Kept]:
    """Return of each year the version that counts, the latest year first."""
    return standing(all_versions(session))


def drafts(session: Session) -> list[EmploymentVersion]:
    """Return the versions of which nothing has become yet: the latest year first, the newest."""
    taken = select(EmploymentStep.id).where(EmploymentStep.version_id == EmploymentVersion.id)
    return list(
        session.scalars(
            select(EmploymentVersion)
            .where(~taken.exists())
            .order_by(EmploymentVersion.year.desc(), EmploymentVersion.number.desc())
        )
    )


def get_version(session: Session, version_id: UUID) -> Kept:
    """Return a version with what became of it; raise NotFound."""
    version = session.get(EmploymentVersion, version_id)
    if version is None:
        raise NotFound
    steps = session.scalars(select(EmploymentStep).where(EmploymentStep.version_id == version_id))
    return Kept(version, in_order(steps.all()))


def next_number(session: Session, year: int) -> int:
    """Return the number of a year's next version."""
    last = session.scalar(
        select(func.max(EmploymentVersion.number)).where(EmploymentVersion.year == year)
    )
    return (last or 0) + 1


def boundary_sets(session: Session) -> list[BoundarySet]:
    """Return all sets of boundaries, the newest first."""
    newest = (BoundarySet.imported_at.desc(), BoundarySet.id)
    return list(session.scalars(select(BoundarySet).order_by(*newest)))


def find_boundaries(session: Session) -> BoundarySet | None:
    """Return the boundaries that are drawn, None where there are none."""
    return session.scalar(
        select(BoundarySet)
        .where(BoundarySet.removed_at.is_(None))
        .order_by(BoundarySet.imported_at.desc(), BoundarySet.id)
        .limit(1)
    )


def get_boundaries(session: Session, set_id: UUID) -> BoundarySet:
    """Return a set of boundaries; raise NotFound."""
    found = session.get(BoundarySet, set_id)
    if found is None:
        raise NotFound
    return found
