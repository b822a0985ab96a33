"""The fact sheet: one page for three years, and an address at which one figure is saved."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from uuid import UUID, uuid4

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from assessments.editions.model import Edition
from labelling.core import i18n
from labelling.core.access import may, require
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import BadRequest
from labelling.core.i18n import gettext, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import tidy, tidy_lines
from labelling.organisations import fact_page, fact_sheet, queries
from labelling.organisations.actions.facts import Figure, Outcome, save_facts
from labelling.organisations.models import FactValue
from labelling.organisations.provenance import GRADES, Origin
from labelling.organisations.verified import verified_facts
from labelling.organisations.views.blueprint import bp, notice, own_page, years
from labelling.people.queries import names


@bp.get("/fact-sheet")
def my_facts() -> ResponseReturnValue:
    """Lead to one's fact sheet."""
    return own_page("organisations.facts", lazy("Fact sheet"))


@bp.route("/organisations/<uuid:organisation_id>/facts", methods=["GET", "POST"])
def facts(organisation_id: UUID) -> ResponseReturnValue:
    """Show the fact sheet; save what was changed on it."""
    if request.method == "GET":
        return _sheet_page(organisation_id, [], Outcome())
    with reading() as session:
        edition = _edition(session, organisation_id, Permission.FACTS_EDIT)
    figures = fact_page.touched(
        edition,
        years(),
        request.form,
        request.form.get("base", ""),
        without=request.form.get("theirs", ""),
    )
    outcome = _save(organisation_id, edition, figures, _save_id(request.form.get("save_id")))
    if outcome.faults or outcome.conflicts:
        return _sheet_page(organisation_id, figures, outcome)
    there = url_for("organisations.facts", organisation_id=organisation_id, done="saved")
    return redirect(there, 303)


@bp.put("/organisations/<uuid:organisation_id>/facts/<fact_id>/<int:year>")
def save_fact(organisation_id: UUID, fact_id: str, year: int) -> ResponseReturnValue:
    """Save one figure sent as JSON; answer what is kept, or both values of a conflict."""
    figure, save_id = _figure_sent(fact_id, year)
    with reading() as session:
        edition = _edition(session, organisation_id, Permission.FACTS_EDIT)
    outcome = _save(organisation_id, edition, [figure], save_id)
    if figure.key in outcome.faults:
        raise outcome.faults[figure.key]
    conflict = outcome.conflicts.get(figure.key)
    row = conflict if conflict is not None else outcome.saved.get(figure.key)
    with reading() as session:
        return jsonify(_told(session, edition, figure, row)), 200 if conflict is None else 409


def _told(
    session: Session, edition: Edition, figure: Figure, row: FactValue | None
) -> dict[str, object]:
    """Return what the page learns of a figure: how it is kept, by whom, since when."""
    fact = next(fact for fact in edition.facts if fact.id == figure.fact_id)
    if row is None:
        blank = dict.fromkeys(("told", "shown", "who", "at"), "")
        return {"version": 0, **_fields("", "", Origin()), **blank}
    who = names(session, [row.updated_by]).get(row.updated_by) if row.updated_by else ""
    return {
        "version": row.version,
        **_fields(fact_page.entered(fact, row.value), row.note, fact_page.origin_of(row)),
        "told": row.provenance.told,
        "shown": fact_page.read_back(fact, row.value) or gettext("blank"),
        "who": who,
        "at": i18n.format_clock(row.updated_at),
    }


def _fields(text: str, note: str, origin: Origin) -> dict[str, object]:
    return {"text": text, "note": note, **asdict(origin)}


def _figure_sent(fact_id: str, year: int) -> tuple[Figure, UUID]:
    try:
        sent = request.get_json(silent=True)
    except RecursionError:  # nested so deeply that it was not meant for us
        raise BadRequest from None
    if not isinstance(sent, dict):
        raise BadRequest
    version, text, note = sent.get("version"), sent.get("value"), sent.get("note", "")
    if not (isinstance(version, int) and isinstance(text, str) and isinstance(note, str)):
        raise BadRequest
    note = tidy(tidy_lines(note))
    figure = Figure(fact_id, year, text, note, version, _origin_sent(sent))
    return figure, _save_id(sent.get("save_id"))


def _origin_sent(sent: Mapping[str, object]) -> Origin | None:
    """Return where the figure comes from, None where it is not said: then it stays."""
    said = [sent[name] for name in ("source", "dated", "grade") if name in sent]
    texts = [tidy(tidy_lines(one)) for one in said if isinstance(one, str)]
    if not said:
        return None
    if len(texts) != len(fields(Origin)):
        raise BadRequest
    return Origin(*texts)


def _save_id(sent: object) -> UUID:
    try:
        return UUID(str(sent))
    except ValueError:
        raise BadRequest from None


def _save(organisation_id: UUID, edition: Edition, figures: list[Figure], save_id: UUID) -> Outcome:
    with unit_of_work() as session:
        return save_facts(
            session,
            actor=identity.current_actor(),
            organisation_id=organisation_id,
            edition=edition,
            years=years(),
            figures=figures,
            save_id=save_id,
            now=identity.now(),
        )


def _edition(session: Session, organisation_id: UUID, permission: Permission) -> Edition:
    organisation = queries.get_organisation(session, organisation_id)
    require(identity.current_actor(), permission, organisation)
    edition = fact_sheet.edition_for(session, organisation_id)
    return edition.in_language(i18n.language())


def _sheet_page(
    organisation_id: UUID, figures: list[Figure], outcome: Outcome
) -> ResponseReturnValue:
    actor = identity.current_actor()
    with reading() as session:
        edition = _edition(session, organisation_id, Permission.FACTS_VIEW)
        organisation = queries.get_organisation(session, organisation_id)
        values = queries.fact_values(session, organisation_id)
        missing = fact_sheet.missing_facts(session, organisation_id, edition, years())
        verified = verified_facts(session, organisation_id)
        changed_by = names(session, [row.updated_by for row in outcome.conflicts.values()])
    sheet = fact_page.groups(edition, years(), values, verified)
    base = fact_page.base_of(sheet)
    fact_page.put_back(sheet, figures, outcome)
    return pages.page(
        "organisations/facts.html",
        409 if outcome.conflicts else 422 if outcome.faults else 200,
        organisation=organisation,
        edition=edition,
        sheet=sheet,
        years=years(),
        base=base,
        save_id=uuid4(),
        missing=len(missing),
        saved=bool(outcome.saved),
        changed_by=changed_by,
        grades=GRADES,
        today=today(identity.now()).isoformat(),
        readonly=not may(actor, Permission.FACTS_EDIT, organisation),
        notice=notice(),
    )
