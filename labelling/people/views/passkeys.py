"""Passkeys: the list of one's own, adding and removing; signing in and confirming with one."""

from uuid import UUID

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.core.access import is_fresh
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotNow, NotSignedIn, SecondFactorNeeded, TooMany
from labelling.core.i18n import lazy
from labelling.core.web import identity, pages
from labelling.people import passkeys
from labelling.people.actions import own
from labelling.people.actions import passkeys as actions
from labelling.people.authentication import cookie
from labelling.people.forms import CodeForm, PasskeyForm
from labelling.people.passkeys import Place, WrongPasskey
from labelling.people.views.blueprint import bp, notice, way_back, with_token

_NOT_TAKEN = lazy("This passkey was not taken. Try again, or enter a code of your app.")
_NOT_MADE = lazy("The passkey was not taken. Try again; each try has five minutes.")


@bp.get("/me/passkeys", endpoint="passkeys")
def own_passkeys() -> ResponseReturnValue:
    """List one's own passkeys; offer to add one."""
    return _list(PasskeyForm())


@bp.post("/me/passkeys/options")
def new_passkey_options() -> ResponseReturnValue:
    """Return what the browser needs to make a passkey."""
    place = _place()
    with unit_of_work() as session:
        person, challenge = actions.ask_for_new(session, actor=identity.asker(), now=identity.now())
        known = actions.passkeys_of(session, person.id)
    product = pages.settings().product_name
    return _json(passkeys.options_to_make(person, known, challenge, place, product))


@bp.post("/me/passkeys")
def add_passkey() -> ResponseReturnValue:
    """Add the passkey that the browser has made."""
    form, actor = PasskeyForm(), identity.asker()
    if actor.session_id is None:
        raise NotSignedIn
    place = _place()
    with unit_of_work() as session:
        actions.may_change_passkeys(session, actor=actor, now=identity.now())
        challenge = actions.take_challenge(session, session_id=actor.session_id, now=identity.now())
    if not form.validate():
        return _list(form, 422)
    try:
        key = passkeys.made(form.answer.data or "", challenge, place)
        with unit_of_work() as session:
            actions.add_passkey(
                session, actor=actor, name=form.name.data or "", key=key, now=identity.now()
            )
    except WrongPasskey:
        form.form_errors.append(str(_NOT_MADE))
        return _list(form, 422)
    except Invalid as refusal:
        form.refuse(refusal)
        return _list(form, 422)
    return redirect(url_for("people.passkeys", done="passkey-added"), 303)


@bp.route("/me/passkeys/<uuid:passkey_id>/remove", methods=["GET", "POST"])
def remove_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Say what removing a passkey means, and remove it."""
    actor = identity.asker()
    with reading() as session:
        row = actions.own_passkey(session, actor=actor, passkey_id=passkey_id)
        actions.may_change_passkeys(session, actor=actor, now=identity.now())
    if request.method == "POST":
        with unit_of_work() as session:
            actions.remove_passkey(session, actor=actor, passkey_id=passkey_id, now=identity.now())
        return redirect(url_for("people.passkeys", done="passkey-removed"), 303)
    return pages.page("people/passkey_remove.html", passkey=row)


@bp.post("/passkey/options")
def passkey_options() -> ResponseReturnValue:
    """Return what the browser needs to use a passkey, at sign-in or to confirm."""
    place = _place()
    with unit_of_work() as session:
        known, challenge = actions.ask_to_use(session, session_id=_asking(), now=identity.now())
    return _json(passkeys.options_to_use(known, challenge, place))


@bp.post("/passkey")
def use_passkey() -> ResponseReturnValue:
    """Let the session through by its passkey, or ask for the second factor again."""
    form, status = CodeForm(), 422
    try:
        token = _used(_asking(), request.form.get("answer", ""))
    except TooMany as refusal:
        form.refuse(refusal)
        token, status = None, refusal.status
    if token is not None:
        return with_token(redirect(url_for("people.welcome", next=way_back()), 303), token)
    if status != TooMany.status:
        form.form_errors.append(str(_NOT_TAKEN))
    template = "people/second_factor.html" if cookie().waiting else "people/confirm.html"
    return pages.page(
        template,
        status,
        form=form,
        minutes=pages.settings().second_factor_minutes,
        offers_passkey=True,
        back=way_back(),
    )


def offers_passkey(session_id: UUID) -> bool:
    """Say whether the person of a session could use a passkey here."""
    if passkeys.place_of(pages.settings().public_url) is None:
        return False
    with reading() as session:
        return actions.has_passkey(session, session_id)


def _used(session_id: UUID, answer: str) -> str | None:
    """Return the session's new token, or None where the answer is not right."""
    place = _place()
    with unit_of_work() as session:
        challenge = actions.begin_try(session, session_id=session_id, now=identity.now())
    try:
        with reading() as session:
            credential_id = passkeys.credential_id_in(answer)
            passkey = actions.find_session_passkey(session, session_id, credential_id)
        count = passkeys.used(answer, passkey, challenge, place)
        with unit_of_work() as session:
            return actions.pass_passkey(
                session,
                session_id=session_id,
                credential_id=credential_id,
                sign_count=count,
                now=identity.now(),
            )
    except WrongPasskey:
        with unit_of_work() as session:
            actions.note_wrong_passkey(session, session_id=session_id, now=identity.now())
        return None


def _asking() -> UUID:
    """Return the session that asks: one that waits for its second factor, or the present one."""
    waiting, present = cookie().waiting, identity.current_actor().session_id
    session_id = waiting.id if waiting is not None else present
    if session_id is None:
        raise NotSignedIn
    return session_id


def _place() -> Place:
    place = passkeys.place_of(pages.settings().public_url)
    if place is None:
        raise NotNow(lazy("Passkeys need an address with a name and https."))
    return place


def _list(form: PasskeyForm, status: int = 200) -> ResponseReturnValue:
    actor = identity.asker()
    with reading() as session:
        person = own.myself(session, actor)
        found = actions.passkeys_of(session, person.id)
    has_app = person.totp_confirmed_at is not None
    if has_app and not is_fresh(actor, identity.now()):
        raise SecondFactorNeeded
    return pages.page(
        "people/passkeys.html",
        status,
        form=form,
        passkeys=found,
        has_app=has_app,
        possible=passkeys.place_of(pages.settings().public_url) is not None,
        full=len(found) >= actions.MOST,
        notice=notice(),
    )


def _json(text: str) -> Response:
    return Response(text, mimetype="application/json")
