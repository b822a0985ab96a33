"""The list of applications: an organisation's own, or all for the office."""

from datetime import datetime

from flask import request, url_for
from flask.typing import ResponseReturnValue

from labelling.applications.life import STATE_NAMES, State
from labelling.applications.queries.lists import PAGE, Row, Wanted, list_applications
from labelling.applications.schemes import editions_with_levels
from labelling.applications.turns import DUE, PARTY_NAMES, Party
from labelling.applications.views.blueprint import bp, lateness
from labelling.core.access import Actor, Role, Seat
from labelling.core.clock import today
from labelling.core.database import reading
from labelling.core.i18n import country_name, in_order
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.core.web.paging import page_address, page_asked


@bp.get("/applications")
def index() -> ResponseReturnValue:
    """List applications: whose turn it is, by when, and which are late."""
    actor, now = asker(), identity.now()
    wanted = _wanted()
    permission = (
        Permission.OFFICE_VIEW if actor.role is Role.OFFICER else Permission.APPLICATION_VIEW
    )
    with reading() as session:
        listed = list_applications(session, actor, wanted, today(now), permission)
    names = _level_names()
    first = (wanted.page - 1) * PAGE
    last = first + len(listed.rows)
    return pages.page(
        "applications/index.html",
        listed=listed,
        rows=[_shown(actor, row, now) for row in listed.rows],
        wanted=wanted,
        narrowed=bool(request.query_string) and wanted != Wanted(page=wanted.page),
        first=first + 1,
        last=last,
        previous=page_address(wanted.page - 1) if wanted.page > 1 else "",
        next=page_address(wanted.page + 1) if last < listed.total else "",
        states=[(state.value, STATE_NAMES[state]) for state in State],
        parties=[(party.value, PARTY_NAMES[party]) for party in Party],
        countries=sorted(
            ((code, country_name(code)) for code in listed.countries),
            key=lambda pair: in_order(pair[1]),
        ),
        levels=[(level, names.get(level, level)) for level in listed.levels],
        level_names=names,
        may_start=bool(actor.organisations(Seat.OWNER)),
        for_office=actor.role is Role.OFFICER,
    )


def _wanted() -> Wanted:
    asked = request.args
    return Wanted(
        text=asked.get("q", "").strip(),
        state=State(asked["state"]) if asked.get("state") in set(State) else None,
        level=asked.get("level", ""),
        country=asked.get("country", ""),
        turn=Party(asked["turn"]) if asked.get("turn") in set(Party) else None,
        overdue=asked.get("overdue") == "1",
        page=page_asked(),
    )


def _shown(actor: Actor, row: Row, now: datetime) -> dict[str, object]:
    endpoint = "applications.office" if actor.role is Role.OFFICER else "applications.show"
    due = DUE.get(row.state)
    return {
        "row": row,
        "url": url_for(endpoint, application_id=row.application_id),
        "state": STATE_NAMES[row.state],
        "turn": PARTY_NAMES[due.party] if due is not None else "",
        "late": lateness(row.due, now),
    }


def _level_names() -> dict[str, str]:
    return {level.id: level.name for one in editions_with_levels() for level in one.levels}
