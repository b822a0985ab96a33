"""One's own account: overview, name and language, password, address, role, a copy of all data."""

import json

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.core import doors
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import BadRequest, TooMany
from labelling.core.i18n import lazy
from labelling.core.web import identity, pages
from labelling.core.web.forms import Form
from labelling.core.web.headers import attachment
from labelling.people import passwords
from labelling.people.actions import own
from labelling.people.actions.passkeys import passkeys_of
from labelling.people.authentication import limits
from labelling.people.forms import ChangeEmailForm, ChangePasswordForm, DetailsForm
from labelling.people.keeping import kept_of
from labelling.people.models import Person
from labelling.people.overviews import grants_of, sessions_of
from labelling.people.seats import organisation_names
from labelling.people.views.blueprint import bp, first_page, notice

_WRONG = lazy("This is not your present password.")


def _me() -> Person:
    actor = identity.asker()
    with reading() as session:
        return own.myself(session, actor)


@bp.get("/me")
def me() -> ResponseReturnValue:
    """Show what there is to settle about one's own account."""
    person, actor = _me(), identity.current_actor()
    with reading() as session:
        return pages.page(
            "people/me.html",
            owner=person,
            grants=grants_of(session, person.id),
            seats=actor.seats,
            organisations=organisation_names(session, actor.seats),
            sessions=len(sessions_of(session, person.id, limits(), identity.now())),
            passkeys=len(passkeys_of(session, person.id)),
            kept=kept_of(session, person.id),
            roles=[role for role in Role if role in actor.roles],
            session_role=actor.role,
            notice=notice(),
        )


@bp.route("/me/details", methods=["GET", "POST"])
def details() -> ResponseReturnValue:
    """Change one's name and language."""
    person = _me()
    form = DetailsForm(data={"name": person.name, "language": person.language})
    if request.method == "POST" and form.validate():
        with unit_of_work() as session:
            own.change_details(
                session,
                actor=identity.current_actor(),
                name=form.name.data or "",
                language=form.language.data,
                now=identity.now(),
            )
        return redirect(url_for("people.me", done="details"), 303)
    return _form_page("people/details.html", form)


@bp.route("/me/password", methods=["GET", "POST"])
def password() -> ResponseReturnValue:
    """Change one's password; the present one is asked for."""
    person, form = _me(), ChangePasswordForm()
    if request.method == "POST" and form.suits(person.email, person.name) and _knows(form):
        password_hash = passwords.hash_password(form.password.data or "")
        with unit_of_work() as session:
            own.change_password(
                session,
                actor=identity.current_actor(),
                password_hash=password_hash,
                now=identity.now(),
            )
        return redirect(url_for("people.me", done="password"), 303)
    return _form_page("people/password.html", form)


@bp.route("/me/email", methods=["GET", "POST"])
def email() -> ResponseReturnValue:
    """Ask for another address; it is taken when the link sent there is followed."""
    person, form = _me(), ChangeEmailForm()
    if request.method == "POST" and form.validate() and _knows(form):
        try:
            with unit_of_work() as session:
                own.ask_for_email(
                    session,
                    actor=identity.current_actor(),
                    email=form.email.data or "",
                    now=identity.now(),
                )
        except TooMany as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("people.me", done="email"), 303)
    return _form_page("people/email.html", form, owner=person)


@bp.post("/me/role")
def switch_role() -> ResponseReturnValue:
    """Act in another role that one holds."""
    try:
        role = Role(request.form.get("role", ""))
    except ValueError:
        raise BadRequest from None
    with unit_of_work() as session:
        own.switch_role(session, actor=identity.current_actor(), role=role, now=identity.now())
    return redirect(first_page(role), 303)


@bp.post("/me/data.json")
def my_data() -> ResponseReturnValue:
    """Hand out a copy of all that is held of the person who asks; that is noted."""
    actor = identity.current_actor()
    with unit_of_work() as session:
        person = own.note_export(session, actor=actor, now=identity.now())
    with reading() as session:
        found = doors.export_person(session, person.id)
    content = json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True)
    return attachment(content.encode(), "my-data.json", "application/json")


def _knows(form: ChangePasswordForm | ChangeEmailForm) -> bool:
    """Say whether the present password was given; note at the form why not."""
    try:
        with unit_of_work() as session:
            password_hash = own.begin_own_try(
                session, actor=identity.current_actor(), now=identity.now()
            )
    except TooMany as refusal:
        form.refuse(refusal)
        return False
    if passwords.matches(password_hash, form.present.data or ""):
        return True
    form.present.errors = [str(_WRONG)]
    return False


def _form_page(template: str, form: Form, **context: object) -> ResponseReturnValue:
    return pages.page(template, 422 if request.method == "POST" else 200, form=form, **context)
