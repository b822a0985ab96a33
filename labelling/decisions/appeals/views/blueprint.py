"""The blueprint of appeals, and what its pages confirm."""

from flask import Blueprint, request

from labelling.core.i18n import Text, lazy

bp = Blueprint("appeals", __name__)

DONE: dict[str, Text] = {
    "acknowledged": lazy("The appeal was acknowledged. The organisation was told by mail."),
    "back": lazy("The proposal was sent back. The office acts next."),
    "declared": lazy("Your declaration was recorded."),
    "declined": lazy("You do not sit on this panel. The office was told by mail."),
    "draft": lazy("The draft lies before the panel. All three vote on it."),
    "extended": lazy("The date was changed; it stands in the record."),
    "filed": lazy("Your appeal was filed. You got a mail with its receipt."),
    "judged": lazy("Admissibility was decided. The organisation was told by mail."),
    "note": lazy("Your note was added. Only the panel reads it."),
    "panel": lazy("The panel was named. Its members were told by mail."),
    "proposed": lazy("Your proposal was recorded. A second person acts next."),
    "removed": lazy("The member was taken off the panel, on record."),
    "reopened": lazy("The case was opened again. Other people decide on it."),
    "voted": lazy("Your vote was recorded."),
    "withdrawn": lazy("The appeal was withdrawn. Nobody has to act."),
}


def notice() -> Text | None:
    """Return the sentence that confirms what was just done, by its name in the address."""
    return DONE.get(request.args.get("done", ""))
