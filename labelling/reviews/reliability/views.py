"""Pages of reliability: figures of calls and parts for the office, severity for each assessor."""

from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from assessments.editions import Edition, editions
from labelling.core import access, i18n
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotFound, NotNow
from labelling.core.i18n import Text, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.core.workbooks import MEDIA_TYPE
from labelling.reviews.forms.fields import as_uuid
from labelling.reviews.patience import patience
from labelling.reviews.reliability import actions, measures, pictures, queries, tablesout
from labelling.reviews.reliability.colleagues import kept_from
from labelling.reviews.reliability.forms import RemarkForm
from labelling.reviews.reliability.gathering import Gathered, calls_of, editions_used, gathered
from labelling.reviews.reliability.measures import Line, PartLine
from labelling.reviews.reliability.subjects import CallFigures, OwnSeverity, Severities
from labelling.reviews.reliability.withheld import LEAST_ASSESSORS, LEAST_CASES, showable

bp = Blueprint("reliability", __name__)
severity = Blueprint("severity", __name__)

DONE: dict[str, Text] = {
    "measured": lazy("Each assessor was told by mail. You see the figures after the notice."),
    "read": lazy("Noted. The quality officer reads your words beside the figures."),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page and the files show of one edition, or of one of its calls."""

    edition: Edition
    call: UUID | None
    calls: list[tuple[UUID, Line]]
    all: Line
    periods: list[Line]
    parts: list[PartLine]


@bp.get("/office/reliability")
def index() -> ResponseReturnValue:
    """Show how far assessors agree: by call, over time, and part by part."""
    access.require(asker(), Permission.RELIABILITY_VIEW, CallFigures())
    with reading() as session:
        used = _used(session)
        shown = _shown(session, used) if used else None
    if shown is None:
        return pages.page("reviews/reliability/index.html", shown=None)
    return pages.page(
        "reviews/reliability/index.html",
        shown=shown,
        editions=used,
        least_cases=LEAST_CASES,
        least_assessors=LEAST_ASSESSORS,
        trend=pictures.over_time("agreement", shown.periods),
        bars=pictures.dividing("parts", shown.parts),
    )


@bp.get("/office/reliability.csv")
def table() -> ResponseReturnValue:
    """Give the same figures as a CSV file."""
    access.require(asker(), Permission.RELIABILITY_VIEW, CallFigures())
    shown = _asked_for()
    content = tablesout.as_csv([one for _, one in shown.calls], shown.periods, shown.parts)
    return _file(content, "text/csv", f"reliability-{shown.edition.id}.csv")


@bp.get("/office/reliability.xlsx")
def workbook() -> ResponseReturnValue:
    """Give the same figures as a workbook."""
    access.require(asker(), Permission.RELIABILITY_VIEW, CallFigures())
    shown = _asked_for()
    content = tablesout.as_workbook(
        shown.edition.id, [one for _, one in shown.calls], shown.periods, shown.parts
    )
    return _file(content, MEDIA_TYPE, f"reliability-{shown.edition.id}.xlsx")


@severity.get("/office/severity", endpoint="index")
def severities() -> ResponseReturnValue:
    """Show the severity of each assessor whose notice has run."""
    return _severities()


@severity.post("/office/severity")
def measure() -> ResponseReturnValue:
    """Measure severity, and give each assessor notice."""
    actor = asker()
    access.require(actor, Permission.SEVERITY_MEASURE, Severities())
    with reading() as session:
        used = _used(session)
    edition = _chosen(used)
    try:
        with unit_of_work() as session:
            actions.measure_severity(
                session, actor=actor, edition_id=edition.id, now=identity.now()
            )
    except NotNow as refusal:
        return _severities(refusal)
    return redirect(url_for(".index", edition=edition.id, done="measured"), 303)


@severity.get("/reviews/severity")
def own() -> ResponseReturnValue:
    """Show an assessor their own severity."""
    return _own()


@severity.post("/reviews/severity/<uuid:notice_id>")
def read(notice_id: UUID) -> ResponseReturnValue:
    """Note that an assessor has read it, and what they say about it."""
    actor, form = asker(), RemarkForm()
    if not form.validate():
        return _own(form, notice_id)
    with unit_of_work() as session:
        actions.note_read(
            session,
            actor=actor,
            notice_id=notice_id,
            remark=form.remark.data or "",
            now=identity.now(),
        )
    return redirect(url_for(".own", done="read"), 303)


def _own(form: RemarkForm | None = None, refused: UUID | None = None) -> ResponseReturnValue:
    actor = asker()
    if actor.person_id is None:
        raise NotFound
    access.require(actor, Permission.SEVERITY_OWN, OwnSeverity(actor.person_id))
    with reading() as session:
        rows = queries.own_notices(session, actor.person_id)
    if form is not None and refused not in {row.id for row in rows}:
        raise NotFound
    return pages.page(
        "reviews/reliability/own.html",
        200 if form is None else 422,
        rows=rows,
        names=_names(),
        form=form or RemarkForm(),
        refused=refused,
        today=today(identity.now()),
        notice=DONE.get(request.args.get("done", "")),
    )


def _severities(refusal: NotNow | None = None) -> ResponseReturnValue:
    actor = asker()
    access.require(actor, Permission.SEVERITY_VIEW, Severities())
    day = today(identity.now())
    with reading() as session:
        used = _used(session)
        edition = _chosen(used) if used else None
        found = queries.open_notices(session, edition.id, day) if edition else []
        kept = kept_from(session, actor.person_id)
        running = queries.running_notices(session, edition.id, day) if edition else (0, None)
    rows = [(row, person) for row, person in found if person.id not in kept]
    return pages.page(
        "reviews/reliability/severity.html",
        refusal.status if refusal is not None else 200,
        editions=used,
        edition=edition,
        rows=rows,
        kept_back=len({person.id for _, person in found} & kept),
        running=running,
        refusal=refusal,
        notice_days=patience().severity_notice.days,
        notice=DONE.get(request.args.get("done", "")),
    )


def _asked_for() -> Shown:
    with reading() as session:
        used = _used(session)
        if not used:
            raise NotFound
        return _shown(session, used)


def _shown(session: Session, used: list[Edition]) -> Shown:
    edition = _chosen(used)
    call = as_uuid(request.args.get("call"))
    found = gathered(session, edition.id)
    discussed_from = Fraction(pages.settings().difference_points)
    may_show = showable(found)
    calls = [
        (
            row.id,
            measures.line(
                row.title, _of_call(found, row.id), discussed_from, shown=row.id in may_show.calls
            ),
        )
        for row in calls_of(session, edition.id)
    ]
    if call is not None and call not in {key for key, _ in calls}:
        raise NotFound
    seen = found if call is None else _of_call(found, call)
    halves = (
        may_show.halves if call is None else {half for key, half in may_show.cells if key == call}
    )
    return Shown(
        edition=edition,
        call=call,
        calls=calls,
        all=measures.line(edition.name, found, discussed_from),
        periods=measures.over_time(seen, discussed_from, halves),
        parts=measures.parts(seen, discussed_from)
        if call is None or call in may_show.calls
        else [],
    )


def _of_call(found: Gathered, call_id: UUID) -> Gathered:
    return found.of(frozenset(one.id for one in found.cases if one.call_id == call_id))


def _used(session: Session) -> list[Edition]:
    """Return the installed editions that calls were opened under, the latest first."""
    known = {found.id: found for found in editions()}
    return [
        known[key].in_language(i18n.language()) for key in editions_used(session) if key in known
    ]


def _chosen(used: list[Edition]) -> Edition:
    """Return the edition that the address names, or the latest; raise NotFound for another."""
    wanted = request.args.get("edition") or request.form.get("edition")
    for one in used:
        if wanted is None or one.id == wanted:
            return one
    raise NotFound


def _names() -> dict[str, str]:
    return {found.id: found.in_language(i18n.language()).name for found in editions()}


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
