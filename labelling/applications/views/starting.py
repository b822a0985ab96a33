"""Starting an application, and taking it back."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.applications import actions, queries, terms
from labelling.applications.forms import StartForm, WithdrawForm, options
from labelling.applications.life import ENDED
from labelling.applications.models import Call
from labelling.applications.schemes import edition_of, level_in
from labelling.applications.subjects import NewApplication
from labelling.applications.views.blueprint import bp
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.organisations import queries as organisations


@bp.route("/applications/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Start an application: organisation, level, authorised person, terms."""
    actor, now = asker(), identity.now()
    organisation_ids = _startable(actor)
    with reading() as session:
        own = organisations.organisations_of(session, organisation_ids)
        calls = queries.open_calls(session, today(now))
    form = StartForm()
    form.organisation_id.choices = options((str(one.id), one.name) for one in own)
    open_levels = [pair for call in calls for pair in _open_levels(call)]
    form.choice.choices = options(open_levels)
    if request.method == "GET":
        form.terms.data = terms.VERSION
        form.choice.data = _preferred(open_levels, request.args.get("level", ""))
    if form.answered():
        try:
            return _start(actor, form)
        except (Invalid, NotNow) as refusal:
            form.refuse(refusal)
    return pages.page(
        "applications/new.html",
        422 if form.errors else 200,
        form=form,
        calls=calls,
        several=len(own) > 1,
        version=terms.VERSION,
        day=today(now),
    )


def _start(actor: Actor, form: StartForm) -> ResponseReturnValue:
    call_id, _, level_id = form.choice.data.partition(":")
    with unit_of_work() as session:
        application = actions.start_application(
            session,
            actor=actor,
            organisation_id=UUID(form.organisation_id.data),
            call_id=UUID(call_id),
            level_id=level_id,
            terms_version=form.terms.data or "",
            authorised_name=form.authorised_name.data or "",
            authorised_function=form.authorised_function.data or "",
            now=identity.now(),
        )
    return redirect(url_for(".show", application_id=application.id, done="started"), 303)


def _startable(actor: Actor) -> list[UUID]:
    """Return the organisations for which the actor may start; raise NotAllowed for none."""
    found = [
        organisation_id
        for organisation_id in actor.organisations()
        if access.may(actor, Permission.APPLICATION_START, NewApplication(organisation_id))
    ]
    if not found:
        raise NotAllowed(lazy("An owner of a cluster organisation starts an application."))
    return found


def _open_levels(call: Call) -> list[tuple[str, str]]:
    edition = edition_of(call)
    return [
        (f"{call.id}:{level_id}", f"{level_in(edition, level_id).name} · {call.title}")
        for level_id in call.levels
    ]


def _preferred(choices: list[tuple[str, str]], level_id: str) -> str | None:
    return next((key for key, _ in choices if level_id and key.endswith(f":{level_id}")), None)


@bp.route("/applications/<uuid:application_id>/withdraw", methods=["GET", "POST"])
def withdraw(application_id: UUID) -> ResponseReturnValue:
    """Take an application back."""
    actor = asker()
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.APPLICATION_WITHDRAW, application)
    if application.state in ENDED:
        raise NotNow(lazy("This application has ended already."))
    form = WithdrawForm()
    if form.answered():
        with unit_of_work() as session:
            actions.withdraw_application(
                session,
                actor=actor,
                application_id=application_id,
                reason=form.reason.data or "",
                now=identity.now(),
            )
        return redirect(url_for(".show", application_id=application_id, done="withdrawn"), 303)
    return pages.page(
        "applications/withdraw.html",
        422 if form.errors else 200,
        form=form,
        application=application,
    )
