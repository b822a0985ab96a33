"""The interface for members' programs: the figures of the open round, by a scoped token."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from benchmarking.validation.given import Given
from labelling.club import queries
from labelling.club.actions.entering import Figure, save_figures
from labelling.club.actions.tokens import note_use
from labelling.club.described import document
from labelling.club.models import ApiToken, Scope, Source
from labelling.club.reasons import reason
from labelling.club.standing import SheetState, sheet_state
from labelling.club.subjects import Part
from labelling.core.access import Actor, Role, require
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import BadRequest, NotAllowed, NotNow, NotSignedIn
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import tidy, tidy_lines
from labelling.organisations import queries as organisations
from labelling.people.queries import get_person

bp = Blueprint("club_api", __name__, url_prefix="/api/v1/club")

_TEXTS = ("number", "unit", "grade", "accuracy", "note")
_MOST_FIGURES = 200


@bp.get("/values")
def values() -> ResponseReturnValue:
    """Return the figures of the member's open round."""
    now = identity.now()
    with reading() as session:
        token, actor = _bearer(session, now)
        part = _open_part(session, actor, token, now)
        require(actor, Permission.FIGURES_VIEW, part)
        return jsonify(_sheet(part, sheet_state(session, part)))


@bp.put("/values")
def put_values() -> ResponseReturnValue:
    """Save figures; say of each that could not be saved why. Sending them stays with people."""
    now = identity.now()
    with reading() as session:
        token, actor = _bearer(session, now)
        if token.scope is not Scope.WRITE:
            raise NotAllowed(lazy("This token may read figures only."))
        part = _open_part(session, actor, token, now)
        rows = queries.current_rows(session, [part.row.id]).get(part.row.id, {})
    sent = _figures_sent()
    figures = [
        Figure(
            name,
            Given(**{key: one[key] for key in _TEXTS}),
            not_collected=one["not_collected"],
            revision=rows[name].revision if name in rows else 0,
        )
        for name, one in sent.items()
    ]
    with unit_of_work() as session:
        outcome = save_figures(
            session,
            actor=actor,
            part_id=part.row.id,
            figures=figures,
            save_id=uuid4(),
            source=Source.API,
            now=now,
        )
        note_use(session, token_id=token.id, now=now)
    with reading() as session:
        state = sheet_state(session, _part(session, actor, part.row.id, now))
        told = _sheet(part, state)
    told["saved"] = sorted(outcome.saved)
    told["refused"] = {key: fault.sentence for key, fault in sorted(outcome.faults.items())}
    return jsonify(told), 422 if outcome.faults and not outcome.saved else 200


@bp.get("/openapi.json")
def description() -> ResponseReturnValue:
    """Return the description of this interface, OpenAPI 3.1; it tells nothing of any club."""
    return jsonify(document(pages.settings().public_url))


def _bearer(session: Session, now: datetime) -> tuple[ApiToken, Actor]:
    """Return the token of the request and who made it, with the seats that they have today."""
    kind, _, written = request.headers.get("Authorization", "").partition(" ")
    token = queries.find_token(session, written.strip(), now) if written else None
    if kind.casefold() != "bearer" or token is None:
        raise NotSignedIn(lazy("This needs a token that stands: Authorization: Bearer …"))
    person = get_person(session, token.made_by)
    if person.suspended_at is not None or person.erased_at is not None:
        raise NotSignedIn(lazy("Who made this token cannot act any more."))
    actor = Actor(
        role=Role.MANAGER,
        person_id=person.id,
        name=person.name,
        seats=organisations.seats_of(session, person.id),
    )
    return token, actor


def _open_part(session: Session, actor: Actor, token: ApiToken, now: datetime) -> Part:
    membership = queries.get_membership(session, token.membership_id)
    round_ = queries.find_running_round(session, membership.club_id)
    row = queries.find_part(session, round_.id, membership.id) if round_ is not None else None
    if row is None:
        raise NotNow(lazy("No round of your club takes figures now."))
    return _part(session, actor, row.id, now)


def _part(session: Session, actor: Actor, part_id: UUID, now: datetime) -> Part:
    part = queries.part_for(session, actor, part_id, now)
    require(actor, Permission.FIGURES_VIEW, part)
    return part


def _figures_sent() -> Mapping[str, dict[str, Any]]:
    try:
        sent = request.get_json(silent=True)
    except RecursionError:  # nested so deeply that it was not meant for us
        raise BadRequest from None
    figures = sent.get("figures") if isinstance(sent, dict) else None
    if not isinstance(figures, dict) or not 0 < len(figures) <= _MOST_FIGURES:
        raise BadRequest(
            lazy("Send {“figures”: {id: {“number”: “12.5”}}}, %(most)s at most."),
            most=_MOST_FIGURES,
        )
    return {name: _figure(name, one) for name, one in figures.items()}


def _figure(name: str, one: object) -> dict[str, Any]:
    if not isinstance(one, dict) or set(one) - {*_TEXTS, "not_collected"}:
        raise BadRequest(lazy("“%(name)s” is not as described."), name=name[:80])
    texts = {key: one.get(key, "") for key in _TEXTS}
    none = one.get("not_collected", False)
    if not all(isinstance(text, str) for text in texts.values()) or not isinstance(none, bool):
        raise BadRequest(
            lazy("“%(name)s”: numbers are texts such as “12.5”; “not_collected” is true or false."),
            name=name[:80],
        )
    texts["note"] = tidy(tidy_lines(texts["note"]))  # as the page does: no database holds a NUL
    return {**texts, "not_collected": none}


def _sheet(part: Part, state: SheetState) -> dict[str, Any]:
    """Return a sheet as programs read it, with what the checks say of it."""
    return {
        "club": part.place.club.code,
        "round": part.round.half_year,
        "state": part.round.state.value,
        "closes_on": part.round.closes_on.isoformat(),
        "submitted": part.row.submitted_at is not None,
        "figures": {
            one.id: {
                "name": one.name,
                "set_unit": state.set.units[one.unit].id,
                **_kept(state, one.id),
            }
            for one in state.asked
        },
        "open": [one.id for one in state.open],
        "disagree": [reason(state.set, one) for one in state.refused],
        "asks": [reason(state.set, one.finding) for one in state.unanswered],
    }


def _kept(state: SheetState, quantity: str) -> dict[str, Any]:
    row = state.rows.get(quantity)
    if row is None:
        return {**dict.fromkeys(_TEXTS, ""), "not_collected": False}
    return {**{key: getattr(row, key) for key in _TEXTS}, "not_collected": row.not_collected}
