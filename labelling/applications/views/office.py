"""The officer's page of an application: whose turn it is, and the one thing that is due."""

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.applications import actions, office_panels, queries
from labelling.applications.forms import DeadlineForm, options
from labelling.applications.life import ENDED, STATE_NAMES, State
from labelling.applications.models import Application, Deadline, Step
from labelling.applications.office_panels import Panel
from labelling.applications.progress import steps_of
from labelling.applications.queries.office import (
    MailLine,
    findings_of,
    mail_log,
    submitted_rules,
)
from labelling.applications.schemes import edition_of, level_of, sign_of
from labelling.applications.ties import tie_of
from labelling.applications.turns import DUE, STEP_NAMES, Party
from labelling.applications.views.blueprint import bp, event_title, lateness, notice, turn_of
from labelling.core import access, mail
from labelling.core.clock import civil_day, scheme_zone
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import format_day, gettext, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.organisations import queries as organisations
from labelling.people import queries as people


@dataclass(frozen=True, slots=True)
class NextAct:
    """What the office does next, with the page where it is done."""

    text: str
    button: str
    address: str


@bp.get("/applications/<uuid:application_id>/office")
def office(application_id: UUID) -> ResponseReturnValue:
    """Show an officer where an application stands and what is due."""
    actor, now = asker(), identity.now()
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.OFFICE_VIEW, application)
        organisation = organisations.get_organisation(session, application.organisation_id)
        call = queries.get_call(session, application.call_id)
        history = queries.events(session, application_id)
        dates = queries.deadlines(session, application_id)
        rules = submitted_rules(session, application)
        findings = findings_of(session, application_id)
        # Addresses and subjects tell who is on the team and what it does.
        sees_mail = access.may(actor, Permission.PANEL_VIEW, application)
        letters = mail_log(session, application) if sees_mail else []
        boxes = office_panels.panels(session, actor, application)
        owners = organisations.owners(session, organisation.id)
        names = people.names(session, [row.by for row in history] + [row.set_by for row in dates])
        turn = turn_of(session, actor, application, now)
        tie = tie_of(session, actor, application_id)
    level = level_of(application)
    steps = steps_of(level, application, history, dates)
    due = DUE.get(application.state)
    in_force = {date.step: date for date in dates}
    day = in_force[due.step].due_on if due is not None and due.step in in_force else None
    return pages.page(
        "applications/office.html",
        application=application,
        organisation=organisation,
        call=call,
        sign=sign_of(edition_of(application), level.id),
        state=STATE_NAMES[application.state],
        place=next((i + 1 for i, step in enumerate(steps) if step.state == "now"), None),
        steps=steps,
        is_own_turn=due is not None and due.party is Party.OFFICE and tie is None,
        act=_next_act(application, boxes) if tie is None else None,
        tie=tie,
        late=lateness(day, now),
        rules=rules,
        findings=findings,
        sees_mail=sees_mail,
        letters=[(letter, _subject(letter)) for letter in letters],
        reminders=len({one.row.created_at for one in letters if one.is_reminder}),
        boxes=boxes,
        owners=owners,
        dates=_dates(dates),
        step_names=STEP_NAMES,
        events=[
            {
                "day": format_day(civil_day(event.at, scheme_zone())),
                "date": civil_day(event.at, scheme_zone()).isoformat(),
                "title": event_title(event),
                "reason": _said(event.message, names.get(event.by, "") if event.by else ""),
            }
            for event in reversed(history)
        ],
        running=application.state not in ENDED,
        turn=turn,
        notice=notice(),
    )


def _next_act(application: Application, boxes: list[Panel]) -> NextAct | None:
    if application.state is State.SUBMITTED:
        return NextAct(
            gettext("Check the eligibility of the organisation."),
            gettext("Check eligibility"),
            url_for("applications.eligibility", application_id=application.id),
        )
    due = next((box for box in boxes if box.is_due and box.button), None)
    return NextAct(due.text or due.title, due.button, due.address) if due is not None else None


def _subject(letter: MailLine) -> str:
    """Return the subject of a mail; of one that has not left yet, as it will read."""
    row = letter.row
    if row.subject is not None:
        return row.subject
    return mail.compose(row.name, row.payload, row.address or "", pages.settings()).subject


def _said(message: str, name: str) -> str:
    return " · ".join(part for part in (message, name) if part)


def _dates(dates: list[Deadline]) -> list[tuple[Deadline, list[Deadline]]]:
    """Return the date in force of each step, with the earlier ones that it took the place of."""
    by_step: dict[Step, list[Deadline]] = {}
    for date in dates:
        by_step.setdefault(date.step, []).append(date)
    order = list(Step)
    return [
        (rows[-1], rows[:-1])
        for _, rows in sorted(by_step.items(), key=lambda pair: order.index(pair[0]))
    ]


@bp.route("/applications/<uuid:application_id>/deadline", methods=["GET", "POST"])
def deadline(application_id: UUID) -> ResponseReturnValue:
    """Give a step a later date, with the reason."""
    actor = asker()
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.DEADLINE_EXTEND, application)
        dates = [rows for rows, _ in _dates(queries.deadlines(session, application_id))]
    if application.state in ENDED:
        raise NotNow(lazy("This application has ended, so it has no dates left to extend."))
    form = DeadlineForm()
    form.step.choices = options(
        (date.step, f"{STEP_NAMES[date.step]} · {format_day(date.due_on)}") for date in dates
    )
    due = DUE.get(application.state)
    if form.step.data is None and due is not None:
        form.step.data = due.step
    if form.answered() and form.day.data is not None:
        try:
            with unit_of_work() as session:
                actions.extend_deadline(
                    session,
                    actor=actor,
                    application_id=application_id,
                    step=form.step.data,
                    day=form.day.data,
                    reason=form.reason.data or "",
                    now=identity.now(),
                )
            return redirect(url_for(".office", application_id=application_id, done="extended"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    return pages.page(
        "applications/deadline.html",
        422 if form.errors else 200,
        form=form,
        application=application,
    )
