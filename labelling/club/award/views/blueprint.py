"""The blueprints of awards, and what their pages share."""

from flask import Blueprint, request

from labelling.core.i18n import Text, lazy
from labelling.core.web import identity

bp = Blueprint("award", __name__, url_prefix="/club-awards")
public_bp = Blueprint("awards", __name__, url_prefix="/awards")

DONE: dict[str, Text] = {
    "announced": lazy("The award is announced. Its certificate is being issued."),
    "called": lazy("The appraisers were asked by mail."),
    "chaired": lazy("The chair was named."),
    "confirmed": lazy("The rule is fixed. Every member was told by mail."),
    "decided": lazy("It is decided."),
    "dropped": lazy("The award stands as it did."),
    "handed": lazy("Your scores are handed in."),
    "kept": lazy("Your answer is saved. You can change it until the announcement."),
    "prepared": lazy("It is worked out. Another person decides."),
    "proposed": lazy("The rule is proposed. The chair was told by mail."),
    "revoked": lazy("The award was taken back."),
    "asked": lazy("It waits for a second person."),
    "saved": lazy("Your scores are saved. Hand them in when all are there."),
}


@bp.before_request
def ask_who() -> None:
    """Send who has not signed in to do so: what is public stands under /awards."""
    identity.asker()


def notice() -> Text | None:
    """Return the sentence that confirms what was just done, by its name in the address."""
    return DONE.get(request.args.get("done", ""))
