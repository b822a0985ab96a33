"""The blueprint of applications, and what all its pages share."""

from datetime import date, datetime
from uuid import UUID

from babel.dates import get_timezone_location
from flask import Blueprint, request, url_for
from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.items import Item, Page
from labelling.applications.life import STATE_NAMES
from labelling.applications.models import Application, ApplicationEvent
from labelling.applications.ties import tie_of
from labelling.applications.turns import DUE, PARTY_NAMES, Party
from labelling.core import i18n
from labelling.core.access import Actor, Role
from labelling.core.clock import scheme_zone, today
from labelling.core.i18n import Text, format_weekday, gettext, lazy, ngettext
from labelling.core.web.pages import Turn

bp = Blueprint("applications", __name__)

DONE: dict[str, Text] = {
    "amount": lazy("The amount was set; it stands in the record with its reason."),
    "call-closed": lazy("The call was closed. Nobody starts in it any more."),
    "call-opened": lazy("The call was opened. Organisations can start from its first day on."),
    "declared": lazy("Your declarations were saved. What is still missing stands below."),
    "eligible": lazy("The application is eligible. The organisation was told by mail."),
    "extended": lazy("The date was changed; it stands in the record."),
    "invoice": lazy("The invoice was recorded. The owners were told by mail."),
    "not-paid": lazy("The payment was taken back; both stand in the record."),
    "paid": lazy("The payment was recorded."),
    "payer": lazy("Who pays was saved."),
    "refuse": lazy("The application was refused. The organisation was told by mail."),
    "return": lazy("The application was returned. The organisation was told by mail."),
    "save": lazy("The findings were saved. Nobody was told anything yet."),
    "started": lazy("Your application is begun. Answer part by part; every change is saved."),
    "waived": lazy("The fee is waived. The owners were told by mail."),
    "waiver-proposed": lazy("The waiver was proposed. Another officer decides."),
    "waiver-refused": lazy("The fee stays as it is."),
    "withdrawn": lazy("The application was withdrawn. Nobody needs to do anything more."),
}


def notice() -> Text | None:
    """Return the sentence that confirms what was just done, by its name in the address."""
    return DONE.get(request.args.get("done", ""))


def last_minute(day: date) -> str:
    """Return until when a day lasts: Monday 30 November 2026, 23:59 Brussels time."""
    return gettext("%(day)s, 23:59 %(place)s time", day=format_weekday(day), place=zone_place())


def zone_place() -> str:
    """Return the city after whose time the scheme counts its days."""
    return get_timezone_location(scheme_zone().key, locale=i18n.locale(), return_city=True)


def turn_of(
    session: Session, actor: Actor, application: Application, now: datetime, note: str = ""
) -> Turn:
    """Return who acts next on an application, by when, as this actor reads it."""
    due = DUE.get(application.state)
    if due is None:
        return Turn(str(STATE_NAMES[application.state]), note=note)
    day = queries.due(session, application.id, due.step)
    own = _is_own_turn(session, actor, application, due.party)
    who = gettext("You act next") if own else str(PARTY_NAMES[due.party])
    return Turn(who, last_minute(day) if day is not None else "", note or lateness(day, now))


def _is_own_turn(session: Session, actor: Actor, application: Application, party: Party) -> bool:
    if party is Party.ORGANISATION:
        return actor.holds(application.organisation_id)
    if party is not Party.OFFICE or actor.role is not Role.OFFICER:
        return False
    return tie_of(session, actor, application.id) is None


def event_title(event: ApplicationEvent) -> str:
    """Return what happened, in a word or two."""
    if event.from_state is None:
        return gettext("Started")
    return str(STATE_NAMES[event.to_state])


def lateness(day: date | None, now: datetime) -> str:
    """Return by how much a date is past, in words, or nothing."""
    late = (today(now) - day).days if day is not None else 0
    return ngettext("%(num)s day late", "%(num)s days late", late) if late > 0 else ""


def address(application_id: UUID, item: Item, organisation_id: UUID) -> str:
    """Return the address of the field where an item is mended."""
    match item.page:
        case Page.PART:
            return url_for(
                "applications.part",
                application_id=application_id,
                part_id=item.part_id,
                _anchor=item.anchor or None,
            )
        case Page.DECLARATIONS:
            return url_for(
                "applications.declarations", application_id=application_id, _anchor=item.anchor
            )
        case Page.FACTS:
            return url_for(
                "organisations.facts", organisation_id=organisation_id, _anchor=item.anchor
            )
        case Page.MEMBERS:
            return url_for("organisations.members", organisation_id=organisation_id)
