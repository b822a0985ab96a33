"""One's own second factor: set up, replaced, given up; recovery codes."""

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.wrappers import Response

from labelling.core.access import is_fresh
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, SecondFactorNeeded
from labelling.core.i18n import gettext
from labelling.core.web import identity, pages
from labelling.people import second_factor as factor
from labelling.people.actions import factors, own
from labelling.people.forms import SetUpForm
from labelling.people.models import Person
from labelling.people.roles import NEEDS_SECOND_FACTOR
from labelling.people.views.blueprint import bp, first_page, way_back, with_token


@bp.route("/me/second-factor", methods=["GET", "POST"])
def set_up_second_factor() -> ResponseReturnValue:
    """Set up an authenticator app, or replace it.

    The answer to the right code shows the recovery codes: they are told once and kept nowhere.
    """
    person, form = _owner(), SetUpForm()
    if request.method == "GET":
        return _set_up_page(person, form, factor.new_secret())
    secret = factor.hand_in(form.secret.data or "", person.id)
    if secret is not None and form.validate():
        try:
            with unit_of_work() as session:
                token, codes = factors.set_second_factor(
                    session,
                    actor=identity.current_actor(),
                    secret=secret,
                    code=form.code.data or "",
                    now=identity.now(),
                )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return with_token(_codes_page(codes), token)
    return _set_up_page(person, form, secret or factor.new_secret(), 422)


@bp.post("/me/second-factor/codes")
def new_codes() -> ResponseReturnValue:
    """Make new recovery codes and show them, this once."""
    _owner()
    with unit_of_work() as session:
        codes = factors.replace_recovery_codes(
            session, actor=identity.current_actor(), now=identity.now()
        )
    return _codes_page(codes)


@bp.post("/me/second-factor/off")
def give_up_factor() -> ResponseReturnValue:
    """Give up one's second factor."""
    _owner()
    with unit_of_work() as session:
        factors.give_up_second_factor(session, actor=identity.current_actor(), now=identity.now())
    return redirect(url_for("people.me", done="factor-off"), 303)


def _owner() -> Person:
    actor = identity.asker()
    with reading() as session:
        person = own.myself(session, actor)
    if person.totp_confirmed_at is not None and not is_fresh(actor, identity.now()):
        raise SecondFactorNeeded
    return person


def _set_up_page(
    person: Person, form: SetUpForm, secret: str, status: int = 200
) -> ResponseReturnValue:
    address = factor.address_for_app(secret, person.email, pages.settings().product_name)
    form.secret.data = factor.hand_out(secret, person.id)
    picture = factor.picture_of(address, gettext("QR code for your authenticator app"))
    return pages.page(
        "people/factor.html",
        status,
        form=form,
        picture=Markup(picture),  # noqa: S704 (made by us; its only text is escaped by segno)
        typed=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        replacing=person.totp_confirmed_at is not None,
        needed=bool(identity.current_actor().roles & NEEDS_SECOND_FACTOR),
    )


def _codes_page(codes: list[str]) -> Response:
    role = next(iter(identity.current_actor().roles & NEEDS_SECOND_FACTOR), None)
    onward = way_back() or first_page(role)
    return make_response(*pages.page("people/recovery_codes.html", codes=codes, onward=onward))
