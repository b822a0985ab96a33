"""The blueprint of results, and what its pages share."""

from flask import Blueprint, request

from labelling.core.i18n import Text, lazy
from labelling.core.web import identity

bp = Blueprint("results", __name__, url_prefix="/results")

DONE: dict[str, Text] = {
    "chosen": lazy("Your peers are fixed for this round. You see the comparison with the results."),
    "withdrawn": lazy("The sheet was taken back. Nobody sees it any more."),
    "written": lazy("The sheet is here. Members who report these indicators can read it."),
}


@bp.before_request
def ask_who() -> None:
    """Send who has not signed in to do so: nothing here is public."""
    identity.asker()


def notice() -> Text | None:
    """Return the sentence that confirms what was just done, by its name in the address."""
    return DONE.get(request.args.get("done", ""))


def half_year() -> str:
    """Return the round that the address asks for, '' for the newest."""
    return request.args.get("round", "")
