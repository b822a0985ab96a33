"""The blueprint of decisions and labels, and what its pages share."""

from flask import Blueprint, request

from labelling.core.i18n import Text, lazy

bp = Blueprint("decisions", __name__)

DONE: dict[str, Text] = {
    "accepted": lazy("You accepted the level. Its certificate is being issued."),
    "answered": lazy("Your answer was sent. The office acts next."),
    "asked-anew": lazy("Your request was sent. An officer acts next."),
    "asked-end": lazy("Your request was sent. The office prepares it; you can take it back here."),
    "change-back": lazy("The change was sent back. Who prepared it was told by mail."),
    "change-decided": lazy("The change was decided. The holder was told by mail."),
    "change-sent": lazy("The change was sent for decision. A second person acts next."),
    "condition-asked": lazy("The question was sent. The holder acts next."),
    "condition-met": lazy("The condition is met. The owners were told by mail."),
    "condition-moved": lazy("The condition has a later date. The owners were told by mail."),
    "condition-reported": lazy("Your report was sent. The office acts next."),
    "declined": lazy("You declined the level. The office was told by mail."),
    "hearing-sent": lazy("The holder was asked. It answers first; then a second person decides."),
    "kept": lazy("Your request was taken back. Your label stays as it is."),
    "lifted": lazy("The suspension is lifted: the label is active from the day after."),
    "prepared": lazy("It was prepared. Put it on the agenda of a sitting next."),
    "renewal-told": lazy("The register may say that your renewal is under way."),
    "renewal-untold": lazy("The register says nothing of your renewal any more."),
    "replied": lazy("Your reply was sent. The owners were told by mail."),
    "request-back": lazy("Your request was taken back."),
    "request-checked": lazy("The request was sent for decision. A second person acts next."),
    "request-refused": lazy("The request was refused. The owners were told by mail."),
    "request-taken": lazy("The new version is being issued. The owners were told by mail."),
    "sent": lazy("It was sent for decision. A member of the committee acts next."),
    "sent-back": lazy("The case was sent back. The office acts next."),
    "taken": lazy("The decision was recorded. The organisation was told by mail."),
}


def notice() -> Text | None:
    """Return the sentence that confirms what was just done, by its name in the address."""
    return DONE.get(request.args.get("done", ""))
