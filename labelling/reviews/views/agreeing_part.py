"""One part of the agreement: the views side by side, what is agreed on, and who does not share it.

Whatever is refused, what was written stays on the page.
"""

from http import HTTPStatus
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.applications.figures import percent
from labelling.applications.queries import get_application
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.core.i18n import format_clock, gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.reviews import actions, queries
from labelling.reviews.actions.agreeing import AgreementChanged
from labelling.reviews.agreement import agreement_of, joined_texts
from labelling.reviews.forms.scores import AgreedForm, DissentForm, written
from labelling.reviews.opinions import lines
from labelling.reviews.views.agreeing import line_of, may_edit
from labelling.reviews.views.blueprint import (
    bp,
    discussed_from,
    heading_of,
    notice,
    opened_case,
)

_AT = "/applications/<uuid:application_id>/agreement/<part_id>"


@bp.route(_AT, methods=["GET", "POST"])
def agree_part(application_id: UUID, part_id: str) -> ResponseReturnValue:
    """Show the views of a part side by side, and agree on one."""
    actor, form = asker(), AgreedForm()
    if request.method == "GET":
        return _page(actor, application_id, part_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        if form.validate():
            with unit_of_work() as session:
                actions.agree_part(
                    session,
                    actor=actor,
                    application_id=application_id,
                    part_id=part_id,
                    score=form.agreed(),
                    not_applicable=bool(form.not_applicable.data),
                    reason=form.reason.data or "",
                    strengths=form.strengths.data or "",
                    improvements=form.improvements.data or "",
                    version=form.started_from(),
                    discussed_from=discussed_from(),
                    now=identity.now(),
                )
            return redirect(_next_open(application_id, part_id), 303)
    except AgreementChanged as changed:
        form.version.data, status = str(changed.version), HTTPStatus.CONFLICT
        form.form_errors.append(_saved_meanwhile(changed))
    except NotNow as refusal:
        form.refuse(refusal)
        status = HTTPStatus.CONFLICT
    except Invalid as refusal:
        form.refuse(refusal)
    return _page(actor, application_id, part_id, form=form, status=status)


def _saved_meanwhile(changed: AgreementChanged) -> str:
    return gettext(
        "A colleague saved this part at %(when)s while you were writing: %(score)s. "
        "Your text is below and not saved yet; save again to keep it instead.",
        when=format_clock(changed.at),
        score=percent(changed.score) if changed.score is not None else gettext("does not apply"),
    )


def _next_open(application_id: UUID, part_id: str) -> str:
    """Return the next part to be discussed, else the list."""
    with reading() as session:
        application = get_application(session, application_id)
        standing = agreement_of(session, application, discussed_from(), texts=False)
    ids = [part.part_id for part in standing.parts]
    later = ids[ids.index(part_id) + 1 :]
    still_open = {part.part_id for part in standing.open_parts}
    following = next((one for one in later if one in still_open), None)
    if following is None:
        return url_for(".agreement", application_id=application_id, done="agreed")
    return url_for(
        ".agree_part", application_id=application_id, part_id=following, done="agreed-next"
    )


@bp.post(f"{_AT}/dissent")
def dissent(application_id: UUID, part_id: str) -> ResponseReturnValue:
    """Put one's own view on record beside the agreed score, change it, or take it back."""
    actor, form = asker(), DissentForm()
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        if form.validate():
            with unit_of_work() as session:
                actions.write_dissent(
                    session,
                    actor=actor,
                    application_id=application_id,
                    part_id=part_id,
                    text=form.dissent.data or "",
                    now=identity.now(),
                )
            there = url_for(
                ".agree_part", application_id=application_id, part_id=part_id, done="dissented"
            )
            return redirect(there, 303)
    except NotNow as refusal:
        form.refuse(refusal)
        status = HTTPStatus.CONFLICT
    return _page(actor, application_id, part_id, own_view=form, status=status)


def _page(
    actor: Actor,
    application_id: UUID,
    part_id: str,
    *,
    form: AgreedForm | None = None,
    own_view: DissentForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> ResponseReturnValue:
    """Return the page of a part, with the form that was refused as it was sent."""
    with reading() as session:
        application, case = opened_case(session, actor, application_id, Permission.AGREEMENT_VIEW)
        heading = heading_of(session, application)
        standing = agreement_of(session, application, discussed_from())
        dissents = queries.dissents(session, application_id).get(part_id, [])
    one = standing.part(part_id)
    if one is None:
        raise NotFound
    refused = form if form is not None else own_view
    if form is None:
        form = AgreedForm()
        texts = joined_texts(standing.reviews, part_id)
        form.fill(one.agreed, written(one.difference.mean), texts)
    if own_view is None:
        own_view = DissentForm()
        own_view.dissent.data = next(
            (row.text for row, _ in dissents if row.person_id == actor.person_id), ""
        )
    line = line_of(standing, one)
    return pages.page(
        "reviews/agree_part.html",
        status,
        heading=heading,
        application=application,
        part=line["part"],
        line=line,
        lines=[line_of(standing, other) for other in standing.parts],
        mean=percent(one.difference.mean) if one.difference.mean is not None else "",
        must_discuss=one.difference.outcome != "settled",
        may_drop=bool(line["part"].may_not_apply and one.difference.not_applicable),
        discussed_from=discussed_from(),
        agreed=one.agreed,
        conflict=status == HTTPStatus.CONFLICT,
        dissents=dissents,
        text_lines=lines,
        form=form,
        own_view=own_view,
        refused=refused,
        editing=may_edit(actor, case, application),
        notice=notice(),
    )
