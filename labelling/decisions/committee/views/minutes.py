"""The minutes: as they stand, their remarks, their approval, on paper."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.core import access, files
from labelling.core.access import Role, is_fresh, may
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotFound, NotNow, SecondFactorNeeded
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker
from labelling.decisions.committee import actions, queries
from labelling.decisions.committee.entitled import entitlements, matters
from labelling.decisions.committee.forms import RemarksForm
from labelling.decisions.committee.record import read_back, record_of
from labelling.decisions.committee.showing import shown_minutes
from labelling.decisions.committee.stages import Stage, stage_of
from labelling.decisions.committee.views.blueprint import bp, is_hidden, notice, title_of
from labelling.decisions.ties import ties_of
from labelling.people import queries as people


@bp.get("/<uuid:sitting_id>/minutes")
def minutes(sitting_id: UUID) -> ResponseReturnValue:
    """Show the minutes as they stand, or as they were approved."""
    return _show(sitting_id, RemarksForm())


@bp.post("/<uuid:sitting_id>/minutes")
def remark(sitting_id: UUID) -> ResponseReturnValue:
    """Save the remarks."""
    form = RemarksForm()
    if not form.validate():
        return _show(sitting_id, form, 422)
    with unit_of_work() as session:
        actions.write_remarks(
            session,
            actor=asker(),
            sitting_id=sitting_id,
            remarks=form.remarks.data or "",
            now=identity.now(),
        )
    return redirect(url_for(".minutes", sitting_id=sitting_id, done="remarked"), 303)


@bp.post("/<uuid:sitting_id>/minutes/approve")
def approve(sitting_id: UUID) -> ResponseReturnValue:
    """Approve the minutes."""
    form = RemarksForm()
    try:
        with unit_of_work() as session:
            actions.approve_minutes(
                session, actor=asker(), sitting_id=sitting_id, now=identity.now()
            )
    except (NotNow, SecondFactorNeeded) as refusal:
        form.refuse(refusal)
        return _show(sitting_id, form, refusal.status)
    return redirect(url_for(".minutes", sitting_id=sitting_id, done="approved"), 303)


@bp.get("/<uuid:sitting_id>/minutes.pdf")
def minutes_pdf(sitting_id: UUID) -> ResponseReturnValue:
    """Return the printed minutes, to those from whom nothing of them is kept."""
    with reading() as session:
        sitting = queries.get_sitting(session, sitting_id)
        desk = queries.desk_for(session, sitting, asker().person_id, identity.now())
        access.require(asker(), Permission.MINUTES_READ, desk)
        approved = queries.find_minutes(session, sitting_id)
        printed = queries.find_printed(session, approved.id) if approved is not None else None
        items = queries.items_of(session, sitting_id)
    if printed is None or any(is_hidden(asker(), item) for item in items):
        raise NotFound
    return attachment(
        files.store().get(printed.sha256), f"minutes-{sitting.number}.pdf", "application/pdf"
    )


def _show(sitting_id: UUID, form: RemarksForm, status: int = 200) -> ResponseReturnValue:
    actor, now = asker(), identity.now()
    with reading() as session:
        sitting = queries.get_sitting(session, sitting_id)
        access.require(actor, Permission.SITTING_VIEW, sitting)
        desk = queries.desk_for(session, sitting, actor.person_id, now)
        approved = queries.find_minutes(session, sitting_id)
        record = read_back(approved) if approved is not None else record_of(session, sitting)
        items = queries.items_of(session, sitting_id)
        about, found = matters(session, items), entitlements(session, items, now)
        ties = ties_of(session, actor.person_id, today(now))
        kept_out = {
            item.id
            for item in items
            if about[item.id].conflict(ties) is not None
            or (actor.role is Role.COMMITTEE and actor.person_id in found[item.id].kept_out)
        }
        veiled = {item.id for item in items if is_hidden(actor, item) or item.result is None}
        shown = shown_minutes(
            session, record, frozenset(str(item_id) for item_id in kept_out | veiled)
        )
        printed = queries.find_printed(session, approved.id) if approved is not None else None
        names = people.names(session, [approved.approved_by if approved is not None else None])
    if not form.errors:
        form.remarks.data = sitting.remarks
    open_now = stage_of(sitting) is Stage.OPEN
    return pages.page(
        "decisions/committee/minutes.html",
        status,
        form=form,
        sitting=sitting,
        sitting_title=title_of(sitting),
        minutes=shown,
        approved=approved,
        approved_by=names.get(approved.approved_by, "") if approved is not None else "",
        printed=printed is not None,
        reads_pdf=may(actor, Permission.MINUTES_READ, desk)
        and not any(is_hidden(actor, item) for item in items),
        records=open_now and may(actor, Permission.SITTING_RECORD, desk),
        approves=open_now and may(actor, Permission.MINUTES_APPROVE, desk),
        all_closed=bool(items) and all(item.result is not None for item in items),
        fresh=is_fresh(actor, now),
        notice=notice(),
    )
