"""The blueprints of surveillance (one needs no account), and what their pages share."""

from flask import Blueprint, request
from sqlalchemy.orm import Session

from labelling.core import access
from labelling.core.access import Role
from labelling.core.i18n import Text, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity
from labelling.decisions import queries as labels
from labelling.decisions.models import Label

bp = Blueprint("surveillance", __name__)
everybody = Blueprint("misuse", __name__)

DONE: dict[str, Text] = {
    "answered": lazy("Your answer was sent. The office acts next."),
    "asked": lazy("The question was sent. The holder acts next."),
    "closed": lazy("The report was closed."),
    "condition": lazy("The condition was set. The owners were told by mail."),
    "confirmed": lazy("You confirmed the year. Thank you."),
    "contact": lazy("The owners were written to."),
    "finding": lazy("The finding was opened. The owners were told by mail."),
    "linked": lazy("The report is about this label."),
    "noted": lazy("It was noted."),
    "reported": lazy("Your report has arrived. The office assesses it and writes to you."),
    "sent": lazy("Your report has arrived. Write down the number of your receipt."),
    "settled": lazy("It was settled. The owners were told by mail."),
}


@bp.before_request
def ask_who() -> None:
    """Send who has not signed in to do so: nothing here is public."""
    identity.asker()


def notice() -> Text | None:
    """Return the sentence that confirms what was just done, by its name in the address."""
    return DONE.get(request.args.get("done", ""))


def as_officer(session: Session, label: Label) -> bool:
    """Let officers without ties and people of the holder in; say which of the two it is."""
    actor = identity.asker()
    if actor.role is Role.OFFICER:
        require_officer(session, label)
        return True
    access.require(actor, Permission.HOLDING_VIEW, label)
    return False


def require_officer(session: Session, label: Label) -> None:
    """Let officers without ties in, before anything that they sent is looked at."""
    actor, now = identity.asker(), identity.now()
    case = labels.label_case_for(session, label, actor.person_id, now)
    access.require(actor, Permission.SURVEILLANCE_HANDLE, case)


def require_owner(label: Label) -> None:
    """Let owners of the holder in, before anything that they sent is looked at."""
    access.require(identity.asker(), Permission.HOLDING_REPORT, label)
