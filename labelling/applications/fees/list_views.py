"""The list of fees for officers, and its file for spreadsheets."""

from urllib.parse import urlencode

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from labelling.applications.fees import queries
from labelling.applications.fees.queries import PAGE, Wanted
from labelling.applications.fees.sheet import fees_file
from labelling.applications.fees.standing import STATE_NAMES, FeeState
from labelling.applications.fees.subjects import FeeBook
from labelling.applications.kinds import KIND_NAMES
from labelling.applications.views.blueprint import bp
from labelling.core import access
from labelling.core.clock import today
from labelling.core.database import reading
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import whole_number
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker
from labelling.core.web.paging import page_address, page_asked
from labelling.people import queries as people

_FIRST_YEAR, _LAST_YEAR = 2000, 2999  # of a submission that an address may ask for


@bp.get("/fees")
def fees() -> ResponseReturnValue:
    """List the fees with their totals, searched and filtered."""
    actor, now = asker(), identity.now()
    access.require(actor, Permission.FEE_LIST, FeeBook())
    wanted = _wanted()
    with reading() as session:
        listed = queries.list_fees(session, actor, wanted, today(now))
    first = (wanted.page - 1) * PAGE
    last = first + len(listed.rows)
    every = ("", gettext("All"))
    return pages.page(
        "applications/fees/index.html",
        listed=listed,
        wanted=wanted,
        narrowed=wanted != Wanted(page=wanted.page),
        names=STATE_NAMES,
        kinds=KIND_NAMES,
        states=[every, *((state.value, str(name)) for state, name in STATE_NAMES.items())],
        years=[every, *((str(year), str(year)) for year in listed.years)],
        file=f"{url_for('.fees_csv')}?{urlencode(_narrowing())}",
        first=first + 1,
        last=last,
        previous=page_address(wanted.page - 1) if wanted.page > 1 else "",
        next=page_address(wanted.page + 1) if last < listed.total else "",
    )


@bp.get("/fees.csv")
def fees_csv() -> Response:
    """Send the fees that fit as a file for spreadsheets."""
    actor, now = asker(), identity.now()
    access.require(actor, Permission.FEE_LIST, FeeBook())
    with reading() as session:
        rows = queries.all_fees(session, actor, _wanted(), today(now))
        waived = [row.fee for row in rows if row.fee.waived_by is not None]
        names = people.names(
            session, {key for fee in waived for key in (fee.waiver_proposed_by, fee.waived_by)}
        )
    name = f"fees-{today(now).isoformat()}.csv"
    return attachment(fees_file(rows, names), name, "text/csv; charset=utf-8")


def _narrowing() -> dict[str, str]:
    """Return what the list is narrowed to, as it stands in the address."""
    return {name: value for name, value in request.args.items() if name != "page" and value}


def _wanted() -> Wanted:
    """Return what the address asks for; what no fee could have means everything."""
    state = request.args.get("state", "")
    year = whole_number(request.args.get("year"), _LAST_YEAR)
    return Wanted(
        text=request.args.get("q", "").strip()[:200],
        state=FeeState(state) if state in set(FeeState) else None,
        year=year if year >= _FIRST_YEAR else 0,
        page=page_asked(),
    )
