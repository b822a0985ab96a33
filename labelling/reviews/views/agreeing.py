"""The agreement as a whole: 404 before all have handed in; then what hangs most on first."""

from fractions import Fraction
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from assessments.judgement import NotApplicable
from labelling.applications.figures import percent, shown
from labelling.applications.models import Application
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.organisations.models import Organisation
from labelling.reviews import actions, queries
from labelling.reviews.actions.agreeing import AGREEING
from labelling.reviews.agreement import Agreement, PartAgreement, agreement_of
from labelling.reviews.forms.teams import ReaderForm, WaiverForm
from labelling.reviews.models import ConflictGrade
from labelling.reviews.opinions import departs_from
from labelling.reviews.queries.candidates import Candidate
from labelling.reviews.queries.insiders import office_since_opened
from labelling.reviews.queries.scores import HandedIn
from labelling.reviews.queries.seats import steps_of
from labelling.reviews.roundtable.live import SHAPES
from labelling.reviews.roundtable.queries import find_open_table
from labelling.reviews.subjects import Assessment
from labelling.reviews.views.blueprint import (
    bp,
    discussed_from,
    heading_of,
    notice,
    opened_case,
    turn_for,
)


@bp.get("/applications/<uuid:application_id>/agreement")
def agreement(application_id: UUID) -> ResponseReturnValue:
    """Show how the team stands: every part with its difference, and the next step."""
    return overview(asker(), application_id)


def overview(
    actor: Actor,
    application_id: UUID,
    *,
    waiver: WaiverForm | None = None,
    reader: ReaderForm | None = None,
) -> ResponseReturnValue:
    """Return the page of the agreement, with forms that were refused."""
    with reading() as session:
        application, case = opened_case(session, actor, application_id, Permission.AGREEMENT_VIEW)
        heading = heading_of(session, application)
        standing = agreement_of(session, application, discussed_from(), texts=False)
        visit = queries.visit(session, application_id)
        turn = turn_for(session, actor, application, identity.now())
        may_waive = access.may(actor, Permission.SECOND_LOOK_WAIVE, case)
        at_table = find_open_table(session, application_id) is not None
        candidates = (
            _readers(session, application, heading.organisation)
            if may_waive and standing.look_missing
            else []
        )
    refused = [form for form in (waiver, reader) if form is not None]
    return pages.page(
        "reviews/agreement.html",
        422 if refused else 200,
        heading=heading,
        application=application,
        agreement=standing,
        lines=[line_of(standing, part) for part in standing.parts],
        assessors=_assessors(standing),
        steps=steps_of(application),
        visit=visit,
        editing=may_edit(actor, case, application),
        at_table=at_table,
        may_waive=may_waive and application.state in AGREEING,
        candidates=candidates,
        waiver=waiver if waiver is not None else WaiverForm(),
        reader=reader if reader is not None else ReaderForm(),
        percent=percent,
        turn=turn,
        notice=notice(),
    )


def candidates_outside(
    session: Session, application: Application, organisation: Organisation
) -> list[Candidate]:
    """Return whom the office may ask besides the team: neither on it nor barred."""
    on_team = {seat.person_id for seat in queries.panel(session, application.id)}
    found = queries.candidates(session, organisation, today(identity.now()))
    return [
        one
        for one in found
        if one.person.id not in on_team and one.grade is not ConflictGrade.BARRED
    ]


def _readers(
    session: Session, application: Application, organisation: Organisation
) -> list[Candidate]:
    """Return whom the office may ask for a further look: nobody of the office itself."""
    office = office_since_opened(session, application.id)
    found = candidates_outside(session, application, organisation)
    return [one for one in found if one.person.id not in office]


def may_edit(actor: Actor, case: Assessment, application: Application) -> bool:
    """Say whether the actor agrees on scores, and they are still open."""
    return application.state in AGREEING and access.may(actor, Permission.AGREEMENT_EDIT, case)


def _assessors(standing: Agreement) -> list[tuple[str, str]]:
    """Return shape and name of each assessor, in one order on all pages."""
    return [
        (SHAPES[number % len(SHAPES)], one.person.name)
        for number, one in enumerate(standing.reviews)
    ]


def line_of(standing: Agreement, part: PartAgreement) -> dict[str, Any]:
    """Return a part as the list, its own page and the picture show it."""
    opinions = [
        {
            "shape": SHAPES[number % len(SHAPES)],
            "name": one.person.name,
            **_said(standing, one, part.part_id),
        }
        for number, one in enumerate(standing.reviews)
    ]
    agreed, spread = part.agreed, part.difference.spread
    return {
        "part": standing.edition.parts[part.part_id],
        "standing": part.standing.value,
        "stake": shown(part.stake),
        "spread": shown(spread) if spread is not None else "–",
        "opinions": opinions,
        "agreed": ""
        if agreed is None
        else gettext("does not apply")
        if agreed.not_applicable
        else percent(agreed.score or Fraction(0)),
        "how": agreed.how.value if agreed is not None else "",
    }


def _said(standing: Agreement, review: HandedIn, part_id: str) -> dict[str, Any]:
    row, opinion = review.parts.get(part_id), standing.opinions[review.review.id].get(part_id)
    if isinstance(opinion, NotApplicable):
        return {"words": gettext("does not apply"), "place": None, "row": row, "departs": ""}
    if opinion is None:
        return {"words": gettext("cannot judge"), "place": None, "row": row, "departs": ""}
    departs = departs_from(standing.edition, row) if row is not None else None
    return {
        "words": percent(opinion),
        "place": float(opinion),
        "row": row,
        "departs": percent(departs) if departs is not None else "",
    }


@bp.get("/applications/<uuid:application_id>/agreement/settle")
def small_differences(application_id: UUID) -> ResponseReturnValue:
    """Show what the mean makes of each part with a small difference, to be accepted together."""
    actor = asker()
    with reading() as session:
        application, _ = opened_case(session, actor, application_id, Permission.AGREEMENT_EDIT)
        heading = heading_of(session, application)
        standing = agreement_of(session, application, discussed_from(), texts=False)
    return pages.page(
        "reviews/small_differences.html",
        heading=heading,
        application=application,
        lines=[line_of(standing, part) | {"becomes": _becomes(part)} for part in standing.by_mean],
        assessors=_assessors(standing),
        discussed_from=discussed_from(),
    )


def _becomes(part: PartAgreement) -> str:
    mean = part.difference.mean
    return gettext("does not apply") if mean is None else percent(mean)


@bp.post("/applications/<uuid:application_id>/agreement/settle")
def settle(application_id: UUID) -> ResponseReturnValue:
    """Settle small differences by the mean in one step: those that were seen and accepted."""
    actor = asker()
    with unit_of_work() as session:
        actions.settle_by_mean(
            session,
            actor=actor,
            application_id=application_id,
            discussed_from=discussed_from(),
            only=request.form.getlist("parts") if "shown" in request.form else None,
            now=identity.now(),
        )
        at_table = find_open_table(session, application_id) is not None
    there = ".table" if at_table else ".agreement"
    return redirect(url_for(there, application_id=application_id, done="settled"), 303)


@bp.post("/applications/<uuid:application_id>/agreement/visit")
def go_to_visit(application_id: UUID) -> ResponseReturnValue:
    """Go on from comparing to the visit."""
    actor = asker()
    with unit_of_work() as session:
        actions.open_visit(
            session,
            actor=actor,
            application_id=application_id,
            now=identity.now(),
        )
    return redirect(url_for(".visit", application_id=application_id, done="visit-next"), 303)


@bp.post("/applications/<uuid:application_id>/agreement/close")
def close(application_id: UUID) -> ResponseReturnValue:
    """Close the agreement; the feedback report begins."""
    actor = asker()
    with unit_of_work() as session:
        actions.close_agreement(
            session,
            actor=actor,
            application_id=application_id,
            discussed_from=discussed_from(),
            now=identity.now(),
        )
    return redirect(url_for(".feedback", application_id=application_id, done="closed"), 303)
