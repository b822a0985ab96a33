"""The blueprint of exchanges, and what its pages share."""

from flask import Blueprint, request

from labelling.core.i18n import Text, lazy
from labelling.core.web import identity

bp = Blueprint("exchange", __name__, url_prefix="/exchanges")

DONE: dict[str, Text] = {
    "answered": lazy("Your answer is saved."),
    "asked": lazy("Your question is on its way. Who gets it, and how many, is told to nobody."),
    "cancelled": lazy("The visit is cancelled. All who take part were told by mail."),
    "closed": lazy("The question is closed."),
    "held": lazy("Noted: the visit took place."),
    "introduced": lazy("You are introduced. Both know each other’s name and contact now."),
    "planned": lazy("The visit is planned. All who take part were told by mail."),
}


@bp.before_request
def ask_who() -> None:
    """Send who has not signed in to do so: nothing here is public."""
    identity.asker()


def notice() -> Text | None:
    """Return the sentence that confirms what was just done, by its name in the address."""
    return DONE.get(request.args.get("done", ""))
