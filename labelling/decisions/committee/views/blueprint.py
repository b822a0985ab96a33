"""The blueprint of sittings, and what its pages share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, request
from sqlalchemy.orm import Session

from labelling.applications.schemes import edition_of
from labelling.core import i18n
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.i18n import Text, gettext, lazy
from labelling.decisions.committee import queries
from labelling.decisions.committee.entitled import (
    CaseMatter,
    Entitlement,
    Matter,
    entitlements,
    matters,
)
from labelling.decisions.committee.models import Sitting, SittingItem
from labelling.decisions.committee.showing import RESULT_NAMES
from labelling.decisions.ties import ties_of
from labelling.decisions.words import CHANGE_NOUNS, OUTCOME_NAMES
from labelling.organisations.models import Organisation

bp = Blueprint("sittings", __name__, url_prefix="/sittings")

DONE: dict[str, Text] = {
    "added": lazy("It is on the agenda."),
    "approved": lazy("The minutes are approved and frozen. The members were told by mail."),
    "attended": lazy("The attendance was recorded."),
    "called": lazy("The members were invited by mail."),
    "called-off": lazy("The sitting was called off. Its cases can be put on another agenda."),
    "changed": lazy("The arrangement was saved."),
    "closed": lazy("The vote is closed, and its result has taken effect."),
    "dissented": lazy("Your dissent is on record."),
    "motion": lazy("Another motion is put to the vote. Votes cast before are removed."),
    "objected": lazy("Your objection is on record. The item goes to a meeting."),
    "off": lazy("The item was taken off the agenda."),
    "planned": lazy("The sitting is planned. Put cases on its agenda, then invite the members."),
    "recused": lazy("You stay out of this item."),
    "remarked": lazy("The remarks were saved."),
    "replied": lazy("Your answer was saved."),
    "voted": lazy("Your vote was taken. You may change it until the vote is closed."),
}


def notice() -> Text | None:
    """Return the sentence that confirms what was just done, by its name in the address."""
    return DONE.get(request.args.get("done", ""))


@dataclass(frozen=True, slots=True)
class Row:
    """An item as the agenda shows it: its content, or why that is not for the one who asks."""

    item: SittingItem
    title: str
    reference: str
    motion: str
    result: str
    closed_to: str
    is_blind: bool


def agenda(
    session: Session, actor: Actor, items: list[SittingItem], now: datetime
) -> tuple[list[Row], dict[UUID, Entitlement]]:
    """Return the agenda as this person may read it, and who may vote on each item."""
    about = matters(session, items)
    holders = queries.holders(session, about)
    found = entitlements(session, items, now)
    ties = ties_of(session, actor.person_id, today(now))
    rows = []
    for number, item in enumerate(items, start=1):
        matter = about[item.id]
        out = found[item.id].kept_out.get(actor.person_id) if actor.person_id else None
        closed = matter.conflict(ties)
        if closed is None and actor.role is Role.COMMITTEE and out is not None:
            closed = out.reason
        anonymous = gettext("Case %(number)s", number=number)
        rows.append(
            _row(item, matter, holders[item.id], anonymous, hidden=is_hidden(actor, item))
            if closed is None
            else Row(item, anonymous, "", "", "", str(closed), is_blind=True)
        )
    return rows, found


def _row(
    item: SittingItem, matter: Matter, holder: Organisation, anonymous: str, *, hidden: bool
) -> Row:
    return Row(
        item=item,
        title=anonymous if hidden else holder.name,
        reference="" if hidden else reference_of(matter),
        motion=motion_of(item, matter),
        result=str(RESULT_NAMES[item.result]) if item.result is not None else "",
        closed_to="",
        is_blind=hidden,
    )


def is_hidden(actor: Actor, item: SittingItem) -> bool:
    """Say whether a blinded item stays so: until a result has decided, whatever else became of it.

    What was taken off, objected to or sent back comes back to the committee.
    """
    decided = item.result is not None and item.result.value in {"carried", "not_awarded"}
    return item.blinded and not decided and actor.role is Role.COMMITTEE


def reference_of(matter: Matter) -> str:
    """Return the reference of an application, or the number of a label."""
    return matter.application.reference if isinstance(matter, CaseMatter) else matter.label.number


def motion_of(item: SittingItem, matter: Matter) -> str:
    """Return what is put to the vote, in words."""
    if not isinstance(matter, CaseMatter):
        return str(CHANGE_NOUNS[matter.change.kind])
    if item.outcome is None:
        return ""
    said = str(OUTCOME_NAMES[item.outcome])
    if item.level_id is None:
        return said
    levels = {level.id: level.name for level in edition_of(matter.application).levels}
    return f"{said}: {levels.get(item.level_id, item.level_id)}"


def in_order(names: Iterable[str]) -> list[str]:
    """Return names in the order of the language in force."""
    return sorted(names, key=i18n.in_order)


def title_of(sitting: Sitting) -> str:
    """Return what a sitting is called."""
    return gettext("Sitting %(number)s of the committee", number=sitting.number)
