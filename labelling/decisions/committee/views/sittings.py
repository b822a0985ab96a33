"""The list of sittings, one sitting with its agenda, replies, attendance, calendar entry."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.core import access
from labelling.core.access import Role, may
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from labelling.core.i18n import format_weekday, gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.decisions.bodies import schemes
from labelling.decisions.committee import actions, queries
from labelling.decisions.committee.ballots import standing_votes
from labelling.decisions.committee.calendar import calendar_entry
from labelling.decisions.committee.entitled import CaseMatter
from labelling.decisions.committee.forms import AddForm, AttendanceForm, ReasonForm, ReplyForm
from labelling.decisions.committee.models import (
    Reply,
    Sitting,
    SittingKind,
    SittingMember,
)
from labelling.decisions.committee.stages import KIND_NAMES, STAGE_NAMES, Stage, stage_of
from labelling.decisions.committee.subjects import Desk, Plan, Sittings
from labelling.decisions.committee.views.blueprint import (
    agenda,
    bp,
    in_order,
    notice,
    reference_of,
    title_of,
)
from labelling.decisions.ties import ties_of
from labelling.decisions.words import CHANGE_NOUNS
from labelling.people import queries as people

_REPLIES = {Reply.ATTENDING: "attending", Reply.EXCUSED: "excused", None: "open"}


@bp.get("")
def index() -> ResponseReturnValue:
    """List the sittings, and what waits for one."""
    actor, now = asker(), identity.now()
    access.require(actor, Permission.SITTING_LIST, Sittings())
    with reading() as session:
        running, past = queries.running(session, actor), queries.past(session, actor)
        counts = queries.item_counts(session, [*running, *past])
        ties = ties_of(session, actor.person_id, today(now))
        known = schemes() if actor.role is Role.OFFICER else {}
        waiting = [
            (edition.name, reference_of(one.matter), one.organisation.name)
            for scheme, edition in known.items()
            if actor.works_for(scheme)
            for one in queries.candidates(session, scheme, ties)
        ]
    return pages.page(
        "decisions/committee/index.html",
        running=running,
        past=past,
        counts=counts,
        waiting=waiting,
        kinds=KIND_NAMES,
        stages=STAGE_NAMES,
        stage_of=stage_of,
        plans=may(actor, Permission.SITTING_PLAN, Plan()),
        notice=notice(),
    )


@bp.get("/<uuid:sitting_id>")
def show(sitting_id: UUID) -> ResponseReturnValue:
    """Show a sitting: when and where, its agenda, who comes, what to do next."""
    return show_sitting(sitting_id)


@bp.post("/<uuid:sitting_id>/reply")
def reply(sitting_id: UUID) -> ResponseReturnValue:
    """Say whether one attends."""
    form = ReplyForm()
    _require_view(sitting_id)
    if not form.validate():
        return show_sitting(sitting_id, reply_form=form, status=422)
    with unit_of_work() as session:
        actions.reply(
            session,
            actor=asker(),
            sitting_id=sitting_id,
            answer=form.chosen,
            now=identity.now(),
        )
    return redirect(url_for(".show", sitting_id=sitting_id, done="replied"), 303)


@bp.get("/<uuid:sitting_id>/sitting.ics")
def calendar(sitting_id: UUID) -> Response:
    """Return a meeting as an entry for a calendar."""
    with reading() as session:
        sitting = queries.get_sitting(session, sitting_id)
        access.require(asker(), Permission.SITTING_VIEW, sitting)
    if sitting.kind is not SittingKind.MEETING:
        raise NotFound
    public_url = pages.settings().public_url
    entry = calendar_entry(
        sitting,
        title=title_of(sitting),
        address=f"{public_url}/sittings/{sitting.id}",
        domain=urlsplit(public_url).hostname or "localhost",
    )
    return attachment(entry, f"sitting-{sitting.number}.ics", "text/calendar")


@bp.route("/<uuid:sitting_id>/attendance", methods=["GET", "POST"])
def attendance(sitting_id: UUID) -> ResponseReturnValue:
    """Record who is present; the first time this opens the meeting."""
    actor, now = asker(), identity.now()
    with reading() as session:
        sitting = queries.get_sitting(session, sitting_id)
        desk = queries.desk_for(session, sitting, actor.person_id, now)
        access.require(actor, Permission.SITTING_RECORD, desk)
        rows = queries.members_of(session, sitting_id)
        members = [
            person
            for person in people.people_with_role(session, Role.COMMITTEE)
            if person.id in rows
        ]
    form = AttendanceForm()
    form.offer(members)
    if form.answered():
        try:
            with unit_of_work() as session:
                actions.record_attendance(
                    session,
                    actor=actor,
                    sitting_id=sitting_id,
                    present=form.chosen,
                    observers=form.observers.data or "",
                    now=now,
                )
            return redirect(url_for(".show", sitting_id=sitting_id, done="attended"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    elif not form.errors:
        form.present.data = [str(key) for key, row in rows.items() if row.present]
        form.observers.data = sitting.observers
    return pages.page(
        "decisions/committee/attendance.html",
        422 if form.errors else 200,
        form=form,
        sitting=sitting,
        title=title_of(sitting),
        opens=stage_of(sitting) is Stage.CALLED,
    )


def show_sitting(
    sitting_id: UUID,
    *,
    reply_form: ReplyForm | None = None,
    add_form: AddForm | None = None,
    off_form: ReasonForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Show a sitting, with a form that was refused."""
    actor, now = asker(), identity.now()
    with reading() as session:
        sitting = queries.get_sitting(session, sitting_id)
        access.require(actor, Permission.SITTING_VIEW, sitting)
        desk = queries.desk_for(session, sitting, actor.person_id, now)
        items = queries.items_of(session, sitting_id)
        rows, found = agenda(session, actor, items, now)
        members = queries.members_of(session, sitting_id)
        names = people.names(session, [*members, sitting.chair_id, sitting.deputy_id])
        voted = standing_votes(session, items)
        plans = may(actor, Permission.SITTING_PLAN, Plan(sitting))
        add_form = add_form if add_form is not None else AddForm()
        candidates = []
        if plans:
            ties = ties_of(session, actor.person_id, today(now))
            candidates = queries.candidates(session, sitting.scheme, ties)
            add_form.offer(offered(candidates))
    own = members.get(actor.person_id) if actor.person_id is not None else None
    reply_form = reply_form if reply_form is not None else ReplyForm()
    if own is not None and own.reply is not None and not reply_form.errors:
        reply_form.answer.data = own.reply.value
    stage = stage_of(sitting)
    all_closed = bool(items) and all(item.result is not None for item in items)
    votes = own is not None and (own.present or sitting.kind is SittingKind.IN_WRITING)
    return pages.page(
        "decisions/committee/sitting.html",
        status,
        sitting=sitting,
        title=title_of(sitting),
        stage=stage.value,
        stage_name=STAGE_NAMES[stage],
        kind=KIND_NAMES[sitting.kind],
        rows=rows,
        mine={
            item.id
            for item in items
            if votes and item.result is None and actor.person_id not in voted[item.id]
            if actor.person_id in found[item.id].entitled
        },
        absent=own is not None and stage is Stage.OPEN and not votes,
        members=[
            (names[key], _REPLIES[row.reply], row, sum(key in cast for cast in voted.values()))
            for key, row in _by_name(members, names)
        ],
        chair=names[sitting.chair_id],
        deputy=names.get(sitting.deputy_id, "") if sitting.deputy_id is not None else "",
        observers=sitting.observers,
        plans=plans,
        replies=may(actor, Permission.SITTING_REPLY, desk),
        records=may(actor, Permission.SITTING_RECORD, desk),
        add_form=add_form,
        candidates=candidates,
        reply_form=reply_form,
        off_form=off_form if off_form is not None else ReasonForm(),
        own=own,
        over=today(now) > sitting.day,
        is_day=today(now) >= sitting.day,
        all_closed=all_closed,
        turn=_turn(sitting, desk, own, all_closed=all_closed),
        notice=notice(),
    )


def offered(candidates: list[queries.Candidate]) -> list[tuple[str, str]]:
    """Return what could be put on the agenda, as choices."""
    pairs = []
    for one in candidates:
        what = f"{one.organisation.name} · {reference_of(one.matter)}"
        if isinstance(one.matter, CaseMatter):
            pairs.append((f"decision:{one.matter.decision.id}", what))
        else:
            change = CHANGE_NOUNS[one.matter.change.kind]
            pairs.append((f"change:{one.matter.change.id}", f"{what} · {change}"))
    return pairs


def _require_view(sitting_id: UUID) -> None:
    with reading() as session:
        access.require(asker(), Permission.SITTING_VIEW, queries.get_sitting(session, sitting_id))


def _by_name(
    members: dict[UUID, SittingMember], names: dict[UUID, str]
) -> list[tuple[UUID, SittingMember]]:
    order = {name: place for place, name in enumerate(in_order(names.values()))}
    return sorted(members.items(), key=lambda pair: (order[names[pair[0]]], pair[0]))


def _turn(
    sitting: Sitting, desk: Desk, own: SittingMember | None, *, all_closed: bool
) -> Turn | None:
    stage, in_writing = stage_of(sitting), sitting.kind is SittingKind.IN_WRITING
    by = format_weekday(sitting.day)
    if stage is Stage.PLANNED:
        # The days for voting in writing begin with the invitation.
        return Turn(gettext("The office acts next"), "" if in_writing else by)
    if stage not in {Stage.CALLED, Stage.OPEN}:
        return None
    answered = own is not None and own.reply is not None
    its_day = today(identity.now()) >= sitting.day
    if all_closed or (stage is Stage.CALLED and answered):
        acts = desk.chairs and (all_closed or its_day)
    else:
        acts = desk.member
    return Turn(gettext("You act next") if acts else gettext("The committee acts next"), by)
