"""Links that come by mail: a forgotten password, an invitation, a new address."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, NotFound, TooMany
from labelling.core.web import identity, pages
from labelling.people import passwords
from labelling.people.actions import links
from labelling.people.forms import EmailForm, NewPasswordForm
from labelling.people.models import Person, Ticket, TicketKind
from labelling.people.views.blueprint import bp, network, notice


@bp.route("/forgotten", methods=["GET", "POST"])
def forgotten() -> ResponseReturnValue:
    """Ask where to send a link for a new password; the answer is the same for every address."""
    form = EmailForm()
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                with unit_of_work() as session:
                    links.ask_for_reset(
                        session, email=form.email.data or "", network=network(), now=identity.now()
                    )
            except TooMany as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                return redirect(url_for("people.forgotten", done="asked"), 303)
    return pages.page("people/forgotten.html", status, form=form, notice=notice())


@bp.route("/ticket/<token>", methods=["GET", "POST"])
def ticket(token: str) -> ResponseReturnValue:
    """Act on a link from a mail: opening it changes nothing, only its button does."""
    try:
        with reading() as session:
            found, person = links.get_ticket(session, token, identity.now())
    except NotFound:
        return pages.page("people/ticket_gone.html", 404)
    if found.kind is TicketKind.EMAIL:
        return _new_address(token, found)
    return _new_password(token, found, person)


def _new_password(token: str, found: Ticket, person: Person) -> ResponseReturnValue:
    form = NewPasswordForm()
    if request.method == "POST" and form.suits(person.email, person.name):
        password_hash = passwords.hash_password(form.password.data or "")
        with unit_of_work() as session:
            links.choose_password(
                session, token=token, password_hash=password_hash, now=identity.now()
            )
        return redirect(url_for("people.sign_in", done="password-chosen"), 303)
    status = 422 if request.method == "POST" else 200
    invited = found.kind is TicketKind.INVITATION
    return pages.page("people/ticket.html", status, form=form, owner=person, invited=invited)


def _new_address(token: str, found: Ticket) -> ResponseReturnValue:
    if request.method == "GET":
        return pages.page("people/ticket_email.html", email=found.details["email"])
    try:
        with unit_of_work() as session:
            links.confirm_email(session, token=token, now=identity.now())
    except Conflict:
        return pages.page("people/ticket_gone.html", 409)
    return redirect(url_for("people.sign_in", done="email-confirmed"), 303)
