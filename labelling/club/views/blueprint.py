"""The blueprint of the club, and what its pages share."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from flask import Blueprint, request
from sqlalchemy.orm import Session

from labelling.club import queries
from labelling.club.life import TAKES_CORRECTIONS, TAKES_FIGURES
from labelling.club.models import ClubRound, RoundMember, RoundState
from labelling.club.subjects import Place
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.errors import Refusal
from labelling.core.i18n import Text, format_weekday, gettext, lazy, ngettext
from labelling.core.web import identity
from labelling.core.web.forms import Form
from labelling.core.web.pages import Turn

bp = Blueprint("club", __name__, url_prefix="/clubs")

DONE: dict[str, Text] = {
    "accepted": lazy("You accepted the code of conduct. It is noted with your name and today."),
    "added": lazy("The member is in the club."),
    "adopted": lazy("The indicator stands in the next version of the set."),
    "announced": lazy("The round is announced. Every member was told by mail."),
    "answered": lazy("Your answer is on record."),
    "asked": lazy("The question is on record, and the member was told by mail."),
    "bands": lazy("Saved. Rounds that are open keep the bands that they began with."),
    "blanks": lazy("All figures that were blank are said not to be collected."),
    "changed": lazy("Everything was saved."),
    "chosen": lazy("Your choice is saved. It counts from the next round that opens."),
    "closed": lazy("The survey has ended."),
    "contact": lazy("The contact was named and told by mail."),
    "dates": lazy("The dates were changed. Every member was told by mail."),
    "ended": lazy("It has ended."),
    "fed": lazy("The figures were taken over into your sheet."),
    "founded": lazy("The club is here. Write its code of conduct next."),
    "frozen": lazy("The figures are frozen."),
    "late": lazy("Your figures were sent, after the last day. They count in the final results."),
    "left": lazy("The member has left the club."),
    "moved": lazy("The round has gone one step further."),
    "openness": lazy("Saved."),
    "proposed": lazy("Your proposal is here for the members to vote on."),
    "released": lazy("The figure stands in your fact sheet, with where it comes from."),
    "reported": lazy("The report is in your evidence library."),
    "saved": lazy("Everything was saved."),
    "sent": lazy("Your figures were sent."),
    "settled": lazy("The question is settled."),
    "taken": lazy("The figures of the spreadsheet were saved."),
    "undone": lazy("They are blank again."),
    "voted": lazy("Your vote is noted. You may change it until the last day."),
    "withdrawn": lazy("The figure is taken back. Your fact sheet has what it had before."),
    "withdrawn-kept": lazy(
        "The figure is taken back. Your fact sheet keeps what was entered there since."
    ),
    "written": lazy("The code of conduct is set down. All accept it anew once it is in force."),
}


@bp.before_request
def ask_who() -> None:
    """Send who has not signed in to do so: nothing here is public."""
    identity.asker()


def notice() -> Text | None:
    """Return the sentence that confirms what was just done, by its name in the address."""
    return DONE.get(request.args.get("done", ""))


def is_office(actor: Actor) -> bool:
    """Say whether somebody of the office asks."""
    return actor.role is Role.OFFICER


def told_together(form: Form, faults: Iterable[Refusal]) -> None:
    """Show faults with those of the form itself, so that all are told at once.

    A field that is not in order by itself says so, and nothing besides.
    """
    wrong = set(form.errors)
    for fault in faults:
        if fault.field not in wrong:
            form.refuse(fault)


def own_part(session: Session, place: Place) -> tuple[ClubRound | None, RoundMember | None]:
    """Return the round that takes figures, and the member's part in it."""
    round_ = queries.find_running_round(session, place.club.id)
    if round_ is None:
        return None, None
    return round_, queries.find_part(session, round_.id, place.membership.id)


def turn_of_part(round_: ClubRound, part: RoundMember, now: datetime) -> Turn | None:
    """Return who acts next on a member's sheet."""
    if round_.state in TAKES_FIGURES and part.submitted_at is None:
        left = (round_.closes_on - today(now)).days
        late = left < 0
        return Turn(
            gettext("You act next"),
            format_weekday(round_.closes_on),
            gettext("The last day has passed; late figures count in the final results.")
            if late
            else ngettext("%(num)s day left", "%(num)s days left", left),
        )
    if round_.state in TAKES_FIGURES | TAKES_CORRECTIONS:
        return Turn(gettext("The office acts next"), note=gettext("Your figures were sent."))
    return None


def turn_of_round(round_: ClubRound) -> Turn | None:
    """Return who acts next in a round, as the office sees it."""
    due = {
        RoundState.ANNOUNCED: round_.opens_on,
        RoundState.OPEN: round_.closes_on,
        RoundState.CHECKING: round_.freezes_on,
        RoundState.FROZEN: round_.draft_on,
        RoundState.DRAFT: round_.meeting_on,
        RoundState.MEETING: round_.final_on,
    }.get(round_.state)
    if due is None:
        return None
    who = (
        gettext("The members act next")
        if round_.state is RoundState.OPEN
        else gettext("You act next")
    )
    return Turn(who, format_weekday(due))


def round_and_place(
    session: Session, actor: Actor, round_id: UUID, now: datetime
) -> tuple[ClubRound, Place | None]:
    """Return a round, and the asker's own place in its club (None for the office)."""
    round_ = queries.get_round(session, round_id)
    return round_, queries.find_own_place(session, actor, round_.club_id, now)
