"""Where a whole self-assessment can be read from: the draft, a submission, a version, a forerunner.

Each source has a key that stands in addresses: ``draft``, ``submission-2``, ``version-<id>``,
``forerunner``.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.models import Answer, AnswerRevision, Application, Submission
from labelling.applications.queries.drafts import CitedPiece, answers_of, cited_pieces
from labelling.applications.versions.models import DraftVersion, VersionKind, VersionPart
from labelling.core.errors import NotFound
from labelling.core.i18n import format_instant, gettext

DRAFT = "draft"
FORERUNNER = "forerunner"
_SUBMISSION = "submission-"
_VERSION = "version-"


@dataclass(frozen=True, slots=True)
class CitedAs:
    """A piece of evidence as a version cites it."""

    id: str
    title: str
    pages: str


@dataclass(frozen=True, slots=True)
class PartSaid:
    """What a source says of a part; ``rests_on`` is the draft's version that it began from."""

    band: int | None = None
    text: str = ""
    not_applicable: str | None = None
    evidence: tuple[CitedAs, ...] = ()
    rests_on: int | None = None

    @property
    def said(self) -> tuple[int | None, str, str | None]:
        """Return what the answer says, evidence apart."""
        return self.band, self.text, self.not_applicable

    @property
    def mark(self) -> str:
        """Return what tells this from anything else that could be said, evidence included."""
        content = [*self.said, [[one.id, one.pages] for one in self.evidence]]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:32]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is said."""
        return self.said == (None, "", None)


NOTHING = PartSaid()


@dataclass(frozen=True, slots=True)
class Source:
    """A whole self-assessment with its key and its name in words."""

    key: str
    name: str
    parts: Mapping[str, PartSaid]

    def part(self, part_id: str) -> PartSaid:
        """Return what is said of a part; nothing where it is not there."""
        return self.parts.get(part_id, NOTHING)


def load_source(session: Session, application: Application, key: str) -> Source:
    """Return a source of an application by its key; raise NotFound."""
    if key == DRAFT:
        return _draft(session, application)
    if key == FORERUNNER:
        before = find_forerunner(session, application)
        if before is None:
            raise NotFound
        return _last_said(session, before)
    if key.startswith(_SUBMISSION):
        for submission in queries.submissions(session, application.id):
            if key == f"{_SUBMISSION}{submission.number}":
                return _submission(session, submission)
        raise NotFound
    return _version(session, application, key)


def _draft(session: Session, application: Application) -> Source:
    answers = answers_of(session, application.id)
    pieces = cited_pieces(session, application.id)
    parts = {
        part_id: said_by(answers.get(part_id), pieces.get(part_id, []))
        for part_id in {*answers, *pieces}
    }
    return Source(DRAFT, gettext("The draft now"), parts)


def said_by(answer: Answer | None, pieces: list[CitedPiece]) -> PartSaid:
    """Return what an answer says with its evidence."""
    cited = tuple(
        CitedAs(str(one.evidence.id), one.evidence.title, one.citation.pages) for one in pieces
    )
    if answer is None:
        return PartSaid(evidence=cited, rests_on=0)
    return PartSaid(answer.band, answer.text, answer.not_applicable, cited, answer.version)


def _submission(session: Session, submission: Submission) -> Source:
    content = queries.snapshot(session, submission)
    name = gettext("Submission of %(when)s", when=format_instant(submission.submitted_at))
    return Source(
        f"{_SUBMISSION}{submission.number}",
        name,
        {part_id: _frozen(one) for part_id, one in content["answers"].items()},
    )


def _frozen(one: Mapping[str, Any]) -> PartSaid:
    cited = tuple(CitedAs(piece["id"], piece["title"], piece["pages"]) for piece in one["evidence"])
    return PartSaid(one["band"], one["text"], one["not_applicable"], cited, one["version"])


def _version(session: Session, application: Application, key: str) -> Source:
    version = get_version(session, version_in(key))
    if version.application_id != application.id:
        raise NotFound
    return source_of(session, version)


def source_of(session: Session, version: DraftVersion) -> Source:
    """Return a version as a source."""
    rows = session.scalars(select(VersionPart).where(VersionPart.version_id == version.id))
    return Source(version_key(version), version.name, {row.part_id: _part(row) for row in rows})


def version_key(version: DraftVersion) -> str:
    """Return the key of a version."""
    return f"{_VERSION}{version.id}"


def _part(row: VersionPart) -> PartSaid:
    cited = tuple(CitedAs(one["id"], one["title"], one["pages"]) for one in row.evidence)
    return PartSaid(row.band, row.text, row.not_applicable, cited, row.rests_on)


def version_in(key: str) -> UUID:
    """Return the version that a key names; raise NotFound for any other key."""
    try:
        if key.startswith(_VERSION):
            return UUID(key.removeprefix(_VERSION))
    except ValueError:
        pass
    raise NotFound


def get_version(session: Session, version_id: UUID) -> DraftVersion:
    """Return a version; raise NotFound, also after it was thrown away."""
    found = session.get(DraftVersion, version_id)
    if found is None or found.removed_at is not None:
        raise NotFound
    return found


def saves(session: Session, version_id: UUID) -> int:
    """Return how often somebody has saved a part of a branch; 0 for one kept as it was."""
    written = select(func.sum(VersionPart.version)).where(
        VersionPart.version_id == version_id, VersionPart.save_id.is_not(None)
    )
    return session.scalar(written) or 0


def versions_of(session: Session, application_id: UUID) -> list[DraftVersion]:
    """Return the versions of an application, newest first."""
    return list(
        session.scalars(
            select(DraftVersion)
            .where(DraftVersion.application_id == application_id, DraftVersion.removed_at.is_(None))
            .order_by(DraftVersion.number.desc())
        )
    )


def find_forerunner(session: Session, application: Application) -> Application | None:
    """Return the organisation's last application before this one, under the same edition."""
    return session.scalar(
        select(Application)
        .where(
            Application.organisation_id == application.organisation_id,
            Application.edition_id == application.edition_id,
            Application.created_at < application.created_at,
        )
        .order_by(Application.created_at.desc(), Application.id)
        .limit(1)
    )


def _last_said(session: Session, before: Application) -> Source:
    """Return what was last said: the newest branch written on since, else the answers."""
    branch = next(
        (one for one in versions_of(session, before.id) if one.kind is VersionKind.BRANCH), None
    )
    found = source_of(session, branch) if branch is not None else _draft(session, before)
    parts = {
        part_id: PartSaid(one.band, one.text, one.not_applicable, one.evidence)
        for part_id, one in found.parts.items()
    }
    return Source(
        FORERUNNER, gettext("Application %(reference)s", reference=before.reference), parts
    )


def common_ground(
    session: Session, application_id: UUID, other: Source
) -> dict[str, tuple[int | None, str, str | None] | None]:
    """Return by part what the draft said when another source began from it; None if not known."""
    wanted = {
        (part_id, one.rests_on)
        for part_id, one in other.parts.items()
        if one.rests_on is not None and one.rests_on > 0
    }
    rows = session.execute(
        select(Answer.part_id, AnswerRevision)
        .join(Answer, Answer.id == AnswerRevision.answer_id)
        .where(
            Answer.application_id == application_id,
            tuple_(Answer.part_id, AnswerRevision.version).in_(sorted(wanted)),
        )
    )
    found: dict[str, tuple[int | None, str, str | None] | None] = {
        part_id: (None, "", None) for part_id, one in other.parts.items() if one.rests_on == 0
    }
    for part_id, revision in rows:
        found[part_id] = (revision.band, revision.text, revision.not_applicable)
    return found
