"""What this room tells the organisations' room: which edition asks, which evidence is cited."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from assessments.editions.model import Edition
from labelling.applications.life import ENDED, State
from labelling.applications.models import Application, Citation
from labelling.applications.queries import latest_submission, snapshot
from labelling.applications.readers import is_reader
from labelling.applications.schemes import edition_of
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.organisations.evidence_access import Place


def running_edition(session: Session, organisation_id: UUID) -> Edition | None:
    """Return the edition of the organisation's newest application that has not ended."""
    application = session.scalar(
        select(Application)
        .where(Application.organisation_id == organisation_id, Application.state.not_in(ENDED))
        .order_by(Application.created_at.desc(), Application.id)
        .limit(1)
    )
    return edition_of(application) if application is not None else None


def is_cited(session: Session, evidence_id: UUID) -> bool:
    """Say whether a piece of evidence is cited in an application that was not taken back."""
    return bool(
        session.scalar(
            select(
                exists()
                .where(Citation.evidence_id == evidence_id)
                .where(Application.id == Citation.application_id)
                .where(Application.state != State.WITHDRAWN)
            )
        )
    )


def cited_in(session: Session, actor: Actor, evidence_id: UUID) -> list[Place]:
    """Return the answers that cite a piece, the newest application first, for who may see them."""
    rows = session.execute(
        select(Application, Citation)
        .join(Citation, Citation.application_id == Application.id)
        .where(Citation.evidence_id == evidence_id, Application.state != State.WITHDRAWN)
        .order_by(Application.created_at.desc(), Application.id, Citation.part_id)
    )
    return [
        Place(
            gettext(
                "%(part)s in application %(reference)s",
                part=citation.part_id,
                reference=application.reference,
            ),
            citation.pages,
            url_for("applications.part", application_id=application.id, part_id=citation.part_id),
        )
        for application, citation in rows
        if access.may(actor, Permission.ANSWER_VIEW, application)
    ]


def frozen_versions(session: Session, actor: Actor, evidence_id: UUID) -> set[int | None]:
    """Return the versions of a piece in the submissions that the actor may read.

    None stands for a piece without a file. A newer version that the organisation has added since
    is not among them: it was not submitted.
    """
    submitted = session.scalars(
        select(Application.id)
        .join(Citation, Citation.application_id == Application.id)
        .where(Citation.evidence_id == evidence_id, Application.submitted_at.is_not(None))
        .distinct()
        .order_by(Application.id)
    )
    return {
        piece["version"]
        for application_id in submitted
        if is_reader(session, actor, application_id)
        for piece in _pieces(session, application_id)
        if piece["id"] == str(evidence_id)
    }


def _pieces(session: Session, application_id: UUID) -> Iterator[Mapping[str, Any]]:
    content = snapshot(session, latest_submission(session, application_id))
    for answer in content["answers"].values():
        yield from answer["evidence"]
