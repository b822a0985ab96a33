"""The blueprint of meetings, and what its pages share."""

from flask import Blueprint, request

from labelling.core.i18n import Text, lazy
from labelling.core.web import identity

bp = Blueprint("meetings", __name__, url_prefix="/clubs")

DONE: dict[str, Text] = {
    "planned": lazy("The meeting is planned. Every member was told by mail."),
}


@bp.before_request
def ask_who() -> None:
    """Send who has not signed in to do so: nothing here is public."""
    identity.asker()


def notice() -> Text | None:
    """Return the sentence that confirms what was just done, by its name in the address."""
    return DONE.get(request.args.get("done", ""))
