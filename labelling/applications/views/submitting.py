"""From draft to submission: what is missing, the confirmation, the receipt, what was frozen."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.applications import actions, queries
from labelling.applications.actions import NotReady
from labelling.applications.forms import SubmitForm
from labelling.applications.items import Item
from labelling.applications.life import OPEN_FOR_WRITING
from labelling.applications.models import Application, Step
from labelling.applications.progress import steps_of
from labelling.applications.queries.drafts import Draft, load_draft
from labelling.applications.queries.readiness import readiness_of
from labelling.applications.readers import sees_lines
from labelling.applications.readiness import Readiness
from labelling.applications.schemes import edition_of, level_of, sign_of
from labelling.applications.snapshots import provenance_told
from labelling.applications.views.blueprint import (
    address,
    bp,
    last_minute,
    notice,
    turn_of,
    zone_place,
)
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.organisations import queries as organisations
from labelling.organisations.fields import FIELDS
from labelling.people import queries as people


@bp.get("/applications/<uuid:application_id>/readiness")
def readiness(application_id: UUID) -> ResponseReturnValue:
    """Show what stands between the draft and its submission."""
    actor = asker()
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.ANSWER_VIEW, application)
        return _readiness(session, actor, application)


def _readiness(
    session: Session, actor: Actor, application: Application, refused: NotReady | None = None
) -> ResponseReturnValue:
    now = identity.now()
    draft = load_draft(session, application)
    ready = readiness_of(session, draft, now)
    return pages.page(
        "applications/readiness.html",
        200 if refused is None else refused.status,
        application=application,
        draft=draft,
        ready=ready,
        groups=_groups(draft, ready),
        refused=refused,
        blocking=_linked(draft, refused.first) if refused is not None else [],
        sign=sign_of(draft.edition, draft.level.id),
        asked=draft.standing.asked,
        turn=turn_of(session, actor, application, now),
        writing=application.state in OPEN_FOR_WRITING,
        notice=notice(),
    )


def _linked(draft: Draft, items: tuple[Item, ...]) -> list[tuple[Item, str]]:
    return [(item, address(draft.application.id, item, draft.organisation.id)) for item in items]


def _groups(draft: Draft, ready: Readiness) -> dict[str, list[tuple[Item, str]]]:
    return {
        "must": _linked(draft, ready.must),
        "should": _linked(draft, ready.should),
        "level": _linked(draft, ready.level),
    }


@bp.route("/applications/<uuid:application_id>/submit", methods=["GET", "POST"])
def submit(application_id: UUID) -> ResponseReturnValue:
    """Confirm who signs and what freezes; with open items, answer 422 and name the first."""
    actor, now = asker(), identity.now()
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.APPLICATION_SUBMIT, application)
        if application.state not in OPEN_FOR_WRITING:
            raise NotNow(lazy("This application was submitted already."))
        draft = load_draft(session, application)
        ready = readiness_of(session, draft, now)
        if not ready.is_ready:
            return _readiness(session, actor, application, NotReady(ready.must))
        due = queries.due(session, application_id, Step.SUBMIT)
        turn = turn_of(session, actor, application, now)
    form = SubmitForm()
    if form.answered():
        try:
            with unit_of_work() as session:
                actions.submit_application(
                    session, actor=actor, application_id=application_id, now=now
                )
            return redirect(url_for(".receipt", application_id=application_id), 303)
        except NotReady as refused:
            with reading() as session:
                application = queries.get_application(session, application_id)
                return _readiness(session, actor, application, refused)
    return pages.page(
        "applications/submit.html",
        422 if form.errors else 200,
        form=form,
        application=application,
        draft=draft,
        sign=sign_of(draft.edition, draft.level.id),
        ready=ready,
        due=last_minute(due) if due is not None else "",
        pieces=len({piece.evidence.id for own in draft.pieces.values() for piece in own}),
        turn=turn,
    )


@bp.get("/applications/<uuid:application_id>/receipt")
def receipt(application_id: UUID) -> ResponseReturnValue:
    """Show that the submission was received, when, with which fingerprint, and what follows."""
    actor = asker()
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.SUBMISSION_VIEW, application)
        submission = queries.latest_submission(session, application_id)
        history = queries.events(session, application_id)
        dates = queries.deadlines(session, application_id)
        names = people.names(session, [submission.submitted_by])
        organisation = organisations.get_organisation(session, application.organisation_id)
        turn = turn_of(session, actor, application, identity.now())
    level = level_of(application)
    return pages.page(
        "applications/receipt.html",
        application=application,
        organisation=organisation,
        submission=submission,
        by=names.get(submission.submitted_by, "") if submission.submitted_by else "",
        sign=sign_of(edition_of(application), application.level_id),
        level=level,
        steps=steps_of(level, application, history, dates)[1:],
        zone=zone_place(),
        tasks_url="/tasks",
        turn=turn,
    )


@bp.get("/applications/<uuid:application_id>/submission")
def submission(application_id: UUID) -> ResponseReturnValue:
    """Show what was submitted, as it was frozen."""
    actor = asker()
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.SUBMISSION_VIEW, application)
        frozen = queries.latest_submission(session, application_id)
        content = queries.snapshot(session, frozen)
        show_bands = sees_lines(actor, application)
    edition = edition_of(application)
    level = level_of(application)
    scope = set(edition.scope(level))
    return pages.page(
        "applications/submission.html",
        application=application,
        submission=frozen,
        content=content,
        edition=edition,
        level=level,
        sign=sign_of(edition, level.id),
        groups=[
            (criterion, [part for part in criterion.parts if part.id in scope])
            for criterion in edition.criteria
            if any(part.id in scope for part in criterion.parts)
        ],
        bands={
            kind: {band.value: band for band in rubric.bands}
            for kind, rubric in edition.rubrics.items()
        },
        facts=[fact for fact in edition.facts if fact.id in content["facts"]],
        origins=provenance_told(content),
        years=sorted({year for values in content["facts"].values() for year in values}),
        show_bands=show_bands,
        field_name=FIELDS.get(content["organisation"]["field"], ""),
    )
