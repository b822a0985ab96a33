"""What results do outside requests: a release is judged and recorded, a member's report printed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club import queries as club
from labelling.club.results import actions, queries
from labelling.club.results.member import results_of
from labelling.club.results.models import MemberReport
from labelling.club.results.ordering import RELEASE, REPORT
from labelling.core import files, i18n, installation, outbox
from labelling.core.access import SYSTEM, Actor, Role
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Refusal
from labelling.people.queries import get_person, roles_of
from labelling.settings import in_use


@outbox.handles(RELEASE)
def release(payload: Mapping[str, Any], now: datetime) -> None:
    """Judge what was ordered and record it, in the name of who ordered it.

    What takes time happens outside any unit of work; after a crash it is not done twice. Raises
    Delayed where the ledger grew meanwhile, Undeliverable where nothing can be released any more.
    """
    round_id = UUID(payload["round"])
    try:
        with reading() as session:
            if len(queries.releases_in(session, round_id)) != payload["after"]:
                return
            actor = _officer(session, UUID(payload["by"]))
            prepared = actions.prepare_results(
                session, actor=actor, round_id=round_id, dimension=payload["dimension"], now=now
            )
        with unit_of_work() as session:
            actions.release_results(session, actor=actor, prepared=prepared, now=now)
    except Conflict as moved_on:
        raise outbox.Delayed(str(moved_on)) from None
    except Refusal as refused:
        raise outbox.Undeliverable(str(refused)) from None


def _officer(session: Session, person_id: UUID) -> Actor:
    """Return who ordered a release as an actor, in the office's role while they have it."""
    person, roles = get_person(session, person_id), roles_of(session, person_id)
    role = Role.OFFICER if Role.OFFICER in roles else Role.PUBLIC
    return Actor(role=role, person_id=person.id, name=person.name, roles=frozenset(roles))


@outbox.handles(REPORT)
def print_report(payload: Mapping[str, Any], now: datetime) -> None:
    """Make the PDF of a member's report and keep it by its hash, in the place of the older one.

    The order was allowed when it was given; what the file shows is what the member's page shows.
    """
    # WeasyPrint takes a second and needs Pango: only a process that prints pays for it.
    from labelling.club.results.report import printed  # noqa: PLC0415

    report_id = UUID(payload["report"])
    with reading() as session:
        row = session.get_one(MemberReport, report_id)
        if not row.waiting:
            return
        ordered_at, older = row.ordered_at, row.sha256
        with i18n.speaking(row.language, in_use().zone):
            round_ = club.get_round(session, row.round_id)
            own = queries.own_results(session, SYSTEM, row.membership_id, now)
            results = results_of(session, own, round_.half_year)
        demo = bool(installation.is_demo(session))
    with i18n.speaking(row.language, in_use().zone):
        digest = files.store().put(printed(results, demo=demo))
    with unit_of_work() as session:
        row = session.get_one(MemberReport, report_id)
        row.sha256, row.made_at = digest, max(now, ordered_at)
        still_used = queries.reports_with(session, older) if older is not None else 0
    if older is not None and older != digest and not still_used:
        files.store().remove(older)
