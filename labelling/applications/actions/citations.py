"""Citing evidence in answers, by piece and pages."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.actions.answers import asked_part, refuse_frozen
from labelling.applications.models import Application, Citation
from labelling.applications.schemes import edition_of, level_in
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Conflict, Invalid, NotFound
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations import queries as organisations

_DEFAULT_LIMIT = 3


class CitationChanged(Conflict):
    """Somebody else named other pages meanwhile; ``pages`` are those that stand now."""

    def __init__(self, pages: str) -> None:
        super().__init__(lazy("Somebody changed the pages while you were writing."))
        self.pages = pages


def cite_evidence(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    part_id: str,
    evidence_id: UUID,
    pages: str,
    now: datetime,
) -> Citation:
    """Cite a piece of the organisation's library in the answer to a part.

    Raises Invalid for a piece that is cited there already, or where the part has as many pieces
    as the level takes; NotNow for a part that the level does not ask for; NotFound for a piece of
    another organisation.
    """
    application = _writable(session, actor, application_id, now)
    asked_part(application, part_id)
    evidence = organisations.get_evidence(session, evidence_id)
    if evidence.organisation_id != application.organisation_id or evidence.removed_at is not None:
        raise NotFound
    there = _citations(session, application_id, part_id)
    if any(citation.evidence_id == evidence_id for citation in there):
        raise Invalid(lazy("This piece is cited here already."), field="evidence")
    limit = _limit(application)
    if len(there) >= limit:
        raise Invalid(
            lazy("A part takes at most %(limit)s pieces. Take one out first."),
            field="evidence",
            limit=limit,
        )
    citation = Citation(
        application_id=application_id,
        part_id=part_id,
        evidence_id=evidence_id,
        pages=pages,
        file_version=_newest(session, evidence_id),
        position=max((citation.position for citation in there), default=0) + 1,
        added_at=now,
        added_by=actor.person_id,
    )
    session.add(citation)
    session.flush()
    audit.record(
        session,
        actor,
        "evidence.cited",
        evidence,
        now,
        part=part_id,
        application=str(application_id),
    )
    return citation


def change_citation(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    part_id: str,
    evidence_id: UUID,
    pages: str,
    now: datetime,
    seen: str | None = None,
) -> None:
    """Say which pages of a cited piece are meant, as its newest version has them.

    ``seen`` are the pages that it was started from, None where nobody looked. Raises
    CitationChanged where others stand now that are not the ones that are to stand.
    """
    _writable(session, actor, application_id, now)
    citation = _citation(session, application_id, part_id, evidence_id)
    if seen is not None and citation.pages not in (seen, pages):
        raise CitationChanged(citation.pages)
    before, citation.pages = citation.pages, pages
    citation.file_version = _newest(session, evidence_id)
    audit.record(
        session, actor, "citation.changed", citation, now, part=part_id, before=before, after=pages
    )


def drop_citation(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    part_id: str,
    evidence_id: UUID,
    now: datetime,
    seen: str | None = None,
) -> None:
    """Cite a piece no longer; it stays in the library.

    Raises CitationChanged where other pages stand now than those ``seen``.
    """
    _writable(session, actor, application_id, now)
    citation = _citation(session, application_id, part_id, evidence_id)
    if seen is not None and citation.pages != seen:
        raise CitationChanged(citation.pages)
    audit.record(
        session,
        actor,
        "citation.dropped",
        citation,
        now,
        part=part_id,
        evidence=str(evidence_id),
    )
    session.delete(citation)


def _writable(session: Session, actor: Actor, application_id: UUID, now: datetime) -> Application:
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.ANSWER_EDIT, application, now=now)
    refuse_frozen(application)
    return application


def _newest(session: Session, evidence_id: UUID) -> int | None:
    files = organisations.versions(session, evidence_id)
    return files[0].version if files else None


def _limit(application: Application) -> int:
    steps = level_in(edition_of(application), application.level_id).steps
    return steps.evidence_limit if steps is not None else _DEFAULT_LIMIT


def _citations(session: Session, application_id: UUID, part_id: str) -> list[Citation]:
    return list(
        session.scalars(
            select(Citation)
            .where(Citation.application_id == application_id, Citation.part_id == part_id)
            .order_by(Citation.position, Citation.id)
        )
    )


def _citation(session: Session, application_id: UUID, part_id: str, evidence_id: UUID) -> Citation:
    for citation in _citations(session, application_id, part_id):
        if citation.evidence_id == evidence_id:
            return citation
    raise NotFound
