"""Signing in, the second factor, signing out."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.core.database import unit_of_work
from labelling.core.errors import NotSignedIn, TooMany
from labelling.core.i18n import lazy
from labelling.core.web import identity, pages
from labelling.people import cookies, passwords
from labelling.people.actions import signing_in
from labelling.people.actions.signing_in import Begun
from labelling.people.authentication import cookie
from labelling.people.browsers import browser_words
from labelling.people.forms import CodeForm, SignInForm
from labelling.people.views.blueprint import (
    bp,
    first_page,
    longest,
    network,
    notice,
    way_back,
    with_token,
)
from labelling.people.views.passkeys import offers_passkey

_WRONG = lazy("This address and this password do not belong together. Check both.")
_WRONG_CODE = lazy("This code does not fit, or it was used before. Wait for the next one.")


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Ask for address and password; begin a session."""
    form = SignInForm()
    if request.method == "GET":
        if identity.current_actor().signed_in:
            return redirect(way_back() or first_page(identity.current_actor().role), 303)
        return _sign_in_page(form)
    if not form.validate():
        return _sign_in_page(form, 422)
    try:
        begun = _check(form.email.data or "", form.password.data or "")
    except TooMany as refusal:
        form.refuse(refusal)
        return _sign_in_page(form, refusal.status)
    if begun is None:
        form.form_errors.append(str(_WRONG))
        return _sign_in_page(form, 422)
    step = "people.second_factor" if begun.awaits_second_factor else "people.welcome"
    return with_token(redirect(url_for(step, next=way_back()), 303), begun.token)


def _sign_in_page(form: SignInForm, status: int = 200) -> ResponseReturnValue:
    return pages.page(
        "people/sign_in.html",
        status,
        form=form,
        notice=notice(),
        kept=(way_back() or "").startswith("/kept/"),
        lost="lost" in request.args,
        expired=cookie().expired is not None,
        idle_minutes=pages.settings().session_idle_minutes,
    )


def _check(email: str, password: str) -> Begun | None:
    """Return the session that begins, or None where the two do not belong together."""
    now = identity.now()
    with unit_of_work() as session:
        checked = signing_in.begin_try(session, email=email, network=network(), now=now)
    if not passwords.matches(checked.password_hash, password):
        return None
    outdated = checked.password_hash is not None and passwords.is_outdated(checked.password_hash)
    rehashed = passwords.hash_password(password) if outdated else None
    try:
        with unit_of_work() as session:
            return signing_in.start_session(
                session,
                checked=checked,
                browser=browser_words(request.user_agent.string),
                longest=longest(),
                now=now,
                rehashed=rehashed,
            )
    except NotSignedIn:
        return None


@bp.get("/welcome")
def welcome() -> ResponseReturnValue:
    """Lead on to where the person wanted to go, or to the first page of their role."""
    actor = identity.asker()
    return redirect(way_back() or first_page(actor.role), 303)


@bp.route("/sign-in/second-factor", methods=["GET", "POST"])
def second_factor() -> ResponseReturnValue:
    """Ask for the second factor of a session that has begun."""
    waiting = cookie().waiting
    if waiting is None:
        return redirect(url_for("people.sign_in", next=way_back()), 303)
    return _ask_for_code("people/second_factor.html", waiting.id)


@bp.route("/confirm", methods=["GET", "POST"])
def confirm() -> ResponseReturnValue:
    """Ask for a fresh second factor before a step that needs one."""
    actor = identity.current_actor()
    if actor.session_id is None:
        raise NotSignedIn
    if not actor.has_second_factor:
        return redirect(url_for("people.set_up_second_factor", next=way_back()), 303)
    return _ask_for_code("people/confirm.html", actor.session_id)


def _ask_for_code(template: str, session_id: UUID) -> ResponseReturnValue:
    form, status = CodeForm(), 200
    if request.method == "POST":
        token, status = _take(form, session_id), 422
        if token is not None:
            return with_token(redirect(url_for("people.welcome", next=way_back()), 303), token)
    return pages.page(
        template,
        status,
        form=form,
        minutes=pages.settings().second_factor_minutes,
        offers_passkey=offers_passkey(session_id),
        back=way_back(),
    )


def _take(form: CodeForm, session_id: UUID) -> str | None:
    """Return the session's new token, or None with the reason noted in the form."""
    if not form.validate():
        return None
    try:
        with unit_of_work() as session:
            token = signing_in.pass_second_factor(
                session, session_id=session_id, code=form.code.data or "", now=identity.now()
            )
    except TooMany as refusal:
        form.refuse(refusal)
        return None
    if token is None:
        form.code.errors = [str(_WRONG_CODE)]
    return token


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session and forget the cookie."""
    with unit_of_work() as session:
        signing_in.sign_out(session, actor=identity.current_actor(), now=identity.now())
    answer = redirect(url_for("people.sign_in", done="signed-out"), 303)
    return cookies.take(answer, pages.settings())
