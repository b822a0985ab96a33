"""The blueprint of decisions and labels, and what its pages share."""

from flask import Blueprint, request

from labelling.core.i18n import Text, lazy

bp = Blueprint("decisions", __name__)

DONE: dict[str, Text] = {
    "change-back": lazy("The change was sent back. Who prepared it was told by mail."),
    "change-decided": lazy("The change was decided. The holder was told by mail."),
    "change-sent": lazy("The change was sent for decision. A second person acts next."),
    "lifted": lazy("The suspension is lifted: the label is active from the day after."),
    "sent": lazy("It was sent for decision. A member of the committee acts next."),
    "sent-back": lazy("The case was sent back. The office acts next."),
    "taken": lazy("The decision was recorded. The organisation was told by mail."),
}


def notice() -> Text | None:
    """Return the sentence that confirms what was just done, by its name in the address."""
    return DONE.get(request.args.get("done", ""))
