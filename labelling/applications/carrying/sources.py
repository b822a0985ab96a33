"""From which applications of the same organisation answers can be carried over."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from assessments.chaining import chain_between, chained
from assessments.crosswalk import by_number
from assessments.editions.model import Edition
from labelling.applications.building.mappings import walks
from labelling.applications.carrying.previewing import Mapped
from labelling.applications.life import OPEN_FOR_WRITING
from labelling.applications.models import Answer, AnswerRevision, Application, Snapshot, Submission
from labelling.applications.schemes import EditionChanged, edition_of
from labelling.applications.versions.models import DraftVersion
from labelling.applications.versions.sources import DRAFT, version_key
from labelling.core import i18n
from labelling.core.errors import NotFound
from labelling.core.i18n import format_instant, gettext


@dataclass(frozen=True, slots=True)
class Stage:
    """Something that an application said: its answers now, a submission, a version."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """An application under another edition, with what can be carried over from it."""

    application: Application
    edition: Edition
    stages: tuple[Stage, ...]


def mapped(session: Session, source: Application, target: Application) -> Mapped:
    """Return the mapping from one application's edition to another's.

    One that officers wrote or that ships, or several one after another, where they are about
    exactly these editions; otherwise parts meet by number.
    """
    new = _as_written(target)
    old = edition_of(source).in_language(new.language)
    there = walks(session)
    way = chain_between(old, new, there.known)
    if not way:
        return Mapped(by_number(old, new), is_by_number=True)
    over = tuple(one.target.in_language(i18n.language()).name for one in way[:-1])
    return Mapped(chained(way), is_by_number=False, is_unread=there.is_unread(way), over=over)


def _as_written(application: Application) -> Edition:
    found = edition_of(application)
    return found.in_language(found.languages[0])


def earlier_applications(session: Session, target: Application) -> list[Earlier]:
    """Return the organisation's applications under other editions, newest first.

    Those that never said anything, whose content is gone after its time, and whose edition is
    not installed are left out.
    """
    rows = session.scalars(
        _others(target).order_by(Application.created_at.desc(), Application.id)
    ).all()
    ids = [row.id for row in rows]
    answered = set(
        session.scalars(select(Answer.application_id).where(Answer.application_id.in_(ids)))
    )
    submitted = _submissions(session, ids)
    kept = _versions(session, ids)
    found = []
    for row in rows:
        stages = [*kept[row.id], *submitted[row.id]]
        if row.id in answered and (row.state in OPEN_FOR_WRITING or not submitted[row.id]):
            stages.insert(0, Stage(DRAFT, gettext("Its answers as they stand")))
        edition = _edition(row)
        if stages and edition is not None:
            found.append(Earlier(row, edition, tuple(stages)))
    return found


def get_earlier(session: Session, target: Application, source_id: UUID) -> Application:
    """Return one of the organisation's applications under another edition; raise NotFound."""
    found = session.scalar(_others(target).where(Application.id == source_id))
    if found is None or _edition(found) is None:
        raise NotFound
    return found


def has_earlier(session: Session, target: Application) -> bool:
    """Say whether the organisation has an application under another edition that has answers."""
    return bool(
        session.scalar(
            _others(target)
            .where(exists().where(Answer.application_id == Application.id))
            .with_only_columns(Application.id)
            .limit(1)
        )
    )


def origins_of(
    session: Session, application_id: UUID, seen: dict[str, int]
) -> dict[str, list[dict[str, str]]]:
    """Return by part where the answers came from that stood at these versions themselves."""
    rows = session.execute(
        select(Answer.part_id, AnswerRevision.version, AnswerRevision.origins)
        .join(Answer, Answer.id == AnswerRevision.answer_id)
        .where(Answer.application_id == application_id, Answer.part_id.in_(sorted(seen)))
        .order_by(Answer.part_id, AnswerRevision.version)
    )
    return {
        part_id: origins
        for part_id, version, origins in rows
        if origins and version <= seen[part_id]
    }


def _others(target: Application) -> Select[Application]:
    return select(Application).where(
        Application.organisation_id == target.organisation_id,
        Application.id != target.id,
        Application.edition_id != target.edition_id,
    )


def _edition(application: Application) -> Edition | None:
    try:
        return edition_of(application)
    except EditionChanged:
        return None


def _submissions(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Stage]]:
    """Return the submissions whose content is still kept, newest first."""
    rows = session.scalars(
        select(Submission)
        .join(Snapshot, Snapshot.sha256 == Submission.sha256)
        .where(Submission.application_id.in_(ids))
        .order_by(Submission.application_id, Submission.number.desc())
    )
    found: dict[UUID, list[Stage]] = defaultdict(list)
    for row in rows:
        name = gettext("Submission of %(when)s", when=format_instant(row.submitted_at))
        found[row.application_id].append(Stage(f"submission-{row.number}", name))
    return found


def _versions(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Stage]]:
    rows = session.scalars(
        select(DraftVersion)
        .where(DraftVersion.application_id.in_(ids), DraftVersion.removed_at.is_(None))
        .order_by(DraftVersion.application_id, DraftVersion.number.desc())
    )
    found: dict[UUID, list[Stage]] = defaultdict(list)
    for row in rows:
        found[row.application_id].append(
            Stage(version_key(row), gettext("Version “%(name)s”", name=row.name))
        )
    return found
