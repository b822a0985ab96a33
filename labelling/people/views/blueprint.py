"""The blueprint of people, and what all its pages share."""

from datetime import timedelta

from flask import Blueprint, current_app, request, url_for
from werkzeug.wrappers import Response

from labelling.core.access import Role
from labelling.core.i18n import Text, lazy
from labelling.core.web import pages
from labelling.core.web.forms import tidy, tidy_lines
from labelling.people import cookies
from labelling.people.networks import network_of
from labelling.people.paths import own_path

bp = Blueprint("people", __name__)

DONE: dict[str, Text] = {
    "asked": lazy(
        "If there is an account with this address, a link is on its way. It works for 30 minutes."
    ),
    "details": lazy("Your name and language were saved."),
    "discarded": lazy("What was kept was deleted."),
    "email": lazy("A link was sent to the new address. Your address changes when you follow it."),
    "email-confirmed": lazy("Your address was changed. Sign in with it from now on."),
    "ended": lazy("The session was ended."),
    "erased": lazy("The account was erased."),
    "factor-off": lazy("Your second factor was taken away."),
    "invited": lazy("The account was made, and an invitation is on its way."),
    "invited-again": lazy("Another invitation is on its way. The first one ended."),
    "known": lazy("This person had an account already. Nothing was sent."),
    "others-ended": lazy("All other sessions were ended."),
    "passkey-added": lazy("The passkey was added. You can sign in and confirm with it."),
    "passkey-removed": lazy("The passkey was removed. It opens nothing here any more."),
    "password": lazy("Your password was changed. All other sessions were ended."),
    "password-chosen": lazy("Your password was saved. Sign in with it."),
    "reinstated": lazy("The account was reinstated."),
    "reset": lazy("The second factor was taken away. The person sets up a new one."),
    "role": lazy("You act in another role now."),
    "role-confirmed": lazy("The role is in force."),
    "role-proposed": lazy("The role was proposed. A second administrator confirms it."),
    "role-withdrawn": lazy("The role was withdrawn."),
    "signed-out": lazy("You have signed out."),
    "suspended": lazy("The account was suspended, and all its sessions were ended."),
}


@bp.after_request
def never_stored(response: Response) -> Response:
    """Keep every page of this room out of caches: links, codes and addresses stand on them."""
    response.headers["Cache-Control"] = "no-store"
    return response


def notice() -> Text | None:
    """Return the sentence that confirms what was just done, by its name in the address."""
    return DONE.get(request.args.get("done", ""))


def asked(name: str) -> str:
    """Return a text from the address, tidied: it goes to the database as a search."""
    return tidy(tidy_lines(request.args.get(name, "")))


def network() -> str:
    """Return the network from which this request comes."""
    return network_of(request, pages.settings().trusted_proxies)


def longest() -> timedelta:
    """Return how long a session lasts at most."""
    return timedelta(hours=pages.settings().session_hours)


def way_back() -> str | None:
    """Return the path of ours to which this request asks to return, if any."""
    return own_path(request.args.get("next"))


def first_page(role: Role | None = None) -> str:
    """Return the address of a role's first page: what ``doctor`` finds, or the tasks."""
    if role is Role.ADMINISTRATOR:
        return url_for("people.health")
    known = "desk.tasks" in current_app.view_functions
    return url_for("desk.tasks") if known else url_for("people.me")


def with_token(response: Response, token: str) -> Response:
    """Hand a new session token out with an answer."""
    return cookies.give(response, token, pages.settings())
