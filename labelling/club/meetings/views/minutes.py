"""Minutes: written while people talk, looked over, confirmed, read."""

from uuid import UUID, uuid4

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.club.meetings import queries
from labelling.club.meetings.actions.minuting import (
    MinutesChanged,
    begin_minutes,
    confirm_minutes,
    release_minutes,
    save_minutes,
)
from labelling.club.meetings.forms import CorrectionForm, MinutesForm
from labelling.club.meetings.models import MeetingState
from labelling.club.meetings.record import read_back
from labelling.club.meetings.subjects import is_office
from labelling.club.meetings.views.blueprint import at_meeting, bp, crumbs, notice
from labelling.club.meetings.words import ACTION_NAMES
from labelling.core.access import require
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from labelling.core.i18n import format_clock, gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import whole_number
from labelling.core.web.identity import asker
from labelling.core.web.problems import wants_json
from labelling.people import queries as people


@bp.get("/meetings/<uuid:meeting_id>/minutes")
def minutes(meeting_id: UUID) -> ResponseReturnValue:
    """Show the minutes: as they are written, to chair and office; confirmed, to all."""
    form = MinutesForm()
    return _page(meeting_id, form, CorrectionForm())


def _page(meeting_id: UUID, form: MinutesForm, correction: CorrectionForm) -> ResponseReturnValue:
    actor = asker()
    with reading() as session:
        at = at_meeting(session, actor, meeting_id)
        require(actor, Permission.MEETING_VIEW, at)
        versions = queries.minutes_of(session, meeting_id)
        writer = versions[0].saved_by if versions else None
        names = people.names(session, [writer, at.meeting.chair_id])
        attended = [one.row.came for one in queries.attendees_of(session, meeting_id)]
    leads = at.leads(actor)
    confirmed = [one for one in versions if one.confirmed_at is not None]
    draft = versions[0] if versions and versions[0].confirmed_at is None and leads else None
    if not confirmed and not leads:
        raise NotFound
    if draft is not None and not form.errors:
        form.fill(draft.text, draft.version)
    wanted = whole_number(request.args.get("version"))
    shown = next((one for one in confirmed if one.number == wanted), None) or next(
        iter(confirmed), None
    )
    return pages.page(
        "club/meetings/minutes.html",
        422 if form.errors or correction.errors or form.form_errors else 200,
        at=at,
        crumbs=crumbs(at, gettext("Minutes")),
        draft=draft,
        confirmed=confirmed,
        shown=shown,
        record=read_back(shown) if shown is not None else None,
        states=ACTION_NAMES,
        form=form,
        correction=correction,
        names=names,
        saved=format_clock(draft.saved_at) if draft is not None else "",
        storage_key=f"{actor.person_id}:minutes:{meeting_id}",
        office=is_office(actor),
        chairs=at.is_chair(actor),
        leads=leads,
        held=at.meeting.state is MeetingState.CLOSED,
        nobody_there=not any(attended),
        begins=leads and not versions and at.meeting.state is not MeetingState.CANCELLED,
        notice=notice(),
    )


@bp.post("/meetings/<uuid:meeting_id>/minutes/begin")
def begin(meeting_id: UUID) -> ResponseReturnValue:
    """Begin the minutes, or a correction of confirmed ones."""
    form = CorrectionForm()
    try:
        with unit_of_work() as session:
            begin_minutes(
                session,
                actor=asker(),
                meeting_id=meeting_id,
                why=form.why.data or "",
                now=identity.now(),
            )
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(meeting_id, MinutesForm(), form)
    return redirect(url_for(".minutes", meeting_id=meeting_id, done="begun"), 303)


@bp.post("/meetings/<uuid:meeting_id>/minutes")
def save(meeting_id: UUID) -> ResponseReturnValue:
    """Save the minutes: for a script as JSON, for a form with a redirect."""
    form = MinutesForm()
    settled = url_for(".minutes", meeting_id=meeting_id, settled=1)
    if request.form.get("choice") == "theirs":
        return redirect(settled, 303)
    text = request.form.get("mine", "") if request.form.get("choice") == "mine" else form.text.data
    started, (save_id, follows) = form.started_from(), form.save_ids()
    try:
        with unit_of_work() as session:
            row = save_minutes(
                session,
                actor=asker(),
                meeting_id=meeting_id,
                text=text or "",
                version=started,
                save_id=save_id,
                follows=follows,
                now=identity.now(),
            )
    except MinutesChanged as changed:
        return _conflict(meeting_id, form, changed)
    except Invalid as refusal:
        if wants_json():
            raise
        form.refuse(refusal)
        return _page(meeting_id, form, CorrectionForm())
    if wants_json():
        return jsonify(
            version=row.version, current=row.version, saved_at=format_clock(row.saved_at)
        )
    return redirect(settled, 303)


def _conflict(meeting_id: UUID, form: MinutesForm, changed: MinutesChanged) -> ResponseReturnValue:
    """Show both texts: the other's stands, one's own is in the page and can be saved over it."""
    actor = asker()
    with reading() as session:
        at = at_meeting(session, actor, meeting_id)
        names = people.names(session, [changed.by])
    who = names.get(changed.by, "") if changed.by is not None else ""
    when = format_clock(changed.at)
    sentence = gettext(
        "%(who)s saved the minutes at %(when)s while you were writing.", who=who, when=when
    )
    if wants_json():
        problem = jsonify(
            type="about:blank",
            title=str(changed.title),
            status=409,
            detail=sentence,
            conflict=True,
        )
        problem.content_type = "application/problem+json"
        return problem, 409
    mine = form.text.data or ""
    form.version.data, form.save_id.data = str(changed.version), str(uuid4())
    return pages.page(
        "club/meetings/minutes_conflict.html",
        409,
        at=at,
        crumbs=crumbs(at, gettext("Two texts")),
        form=form,
        mine=mine,
        theirs=changed.theirs,
        who=who,
        when=when,
        sentence=sentence,
    )


@bp.post("/meetings/<uuid:meeting_id>/minutes/release")
def release(meeting_id: UUID) -> ResponseReturnValue:
    """Ask the chair to confirm the minutes."""
    try:
        with unit_of_work() as session:
            release_minutes(
                session,
                actor=asker(),
                meeting_id=meeting_id,
                version=whole_number(request.form.get("version")),
                now=identity.now(),
            )
    except Invalid as refusal:
        with reading() as session:
            row = queries.newest_minutes(session, meeting_id)
        form = MinutesForm()
        if row is not None:
            form.fill(row.text, row.version)
        form.refuse(refusal)
        return _page(meeting_id, form, CorrectionForm())
    return redirect(url_for(".minutes", meeting_id=meeting_id, done="released"), 303)


@bp.post("/meetings/<uuid:meeting_id>/minutes/confirm")
def confirm(meeting_id: UUID) -> ResponseReturnValue:
    """Confirm the minutes as the chair."""
    with unit_of_work() as session:
        confirm_minutes(
            session,
            actor=asker(),
            meeting_id=meeting_id,
            version=whole_number(request.form.get("version")),
            now=identity.now(),
        )
    return redirect(url_for(".minutes", meeting_id=meeting_id, done="confirmed"), 303)
