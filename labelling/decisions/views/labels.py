"""Labels as the office sees them: the list, and one label with all that happened to it."""

from collections.abc import Sequence
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from certificates.standing import Status, status_on
from labelling.applications.schemes import edition_of, editions_with_levels, sign_of
from labelling.core import access, i18n
from labelling.core.access import may
from labelling.core.clock import civil_day, scheme_zone, today
from labelling.core.database import reading
from labelling.core.i18n import format_day, gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.core.web.paging import page_address, page_asked
from labelling.decisions import queries
from labelling.decisions.correspondence.queries import letters_of_label, readable
from labelling.decisions.hearings.queries import heard_of
from labelling.decisions.models import DecisionState
from labelling.decisions.naming import newest_named, versions_of
from labelling.decisions.queries.labels import PAGE, Wanted
from labelling.decisions.subjects import Docket
from labelling.decisions.surveillance.queries import file_of
from labelling.decisions.surveillance.views.office import address_of
from labelling.decisions.versions.queries import requests_of
from labelling.decisions.views.blueprint import bp, notice
from labelling.decisions.withdrawals.queries import find_request
from labelling.decisions.words import CHANGE_NOUNS, EVENT_NAMES, STATUS_NAMES
from labelling.issuing.queries import certificates, published_terms
from labelling.issuing.subjects import Backlog
from labelling.organisations.queries import get_organisation
from labelling.people import queries as people

NEWEST = 5
"""How many entries of a label's file its page shows; the rest stand on a page of their own."""


@bp.get("/office/labels")
def labels() -> ResponseReturnValue:
    """List the labels, searched and filtered."""
    actor, now = asker(), identity.now()
    access.require(actor, Permission.DECISION_LIST, Docket())
    wanted = _wanted()
    with reading() as session:
        listed = queries.list_labels(session, actor, wanted, today(now))
    first = (wanted.page - 1) * PAGE
    return pages.page(
        "decisions/labels.html",
        listed=listed,
        wanted=wanted,
        narrowed=wanted != Wanted(page=wanted.page),
        may_see_issuing=may(actor, Permission.ISSUING_VIEW, Backlog()),
        signs={
            row.label.id: sign_of(edition_of(row.term), row.term.level_id) for row in listed.rows
        },
        status_options=[
            ("", gettext("All")),
            *((key.value, name) for key, name in STATUS_NAMES.items()),
        ],
        level_options=[("", gettext("All")), *level_names(listed.levels)],
        country_options=[
            ("", gettext("All")),
            *sorted(
                ((code, i18n.country_name(code)) for code in listed.countries),
                key=lambda pair: i18n.in_order(pair[1]),
            ),
        ],
        first=first + 1,
        last=first + len(listed.rows),
        previous=page_address(wanted.page - 1) if wanted.page > 1 else "",
        next=page_address(wanted.page + 1) if first + PAGE < listed.total else "",
    )


@bp.get("/office/labels/<uuid:label_id>")
def label(label_id: UUID) -> ResponseReturnValue:
    """Show a label with its terms, events, certificates and changes."""
    actor, now = asker(), identity.now()
    with reading() as session:
        row = queries.get_label(session, label_id)
        access.require(actor, Permission.LABEL_VIEW, row)
        holder = get_organisation(session, row.organisation_id)
        terms = queries.terms_of(session, label_id)
        events = queries.events_of(session, label_id)
        changes = queries.changes_of(session, label_id)
        documents = certificates(session, label_id)
        out = published_terms(session, [term.id for term in terms])
        versions = versions_of(session, [label_id])[label_id]
        request_ = find_request(session, label_id)
        requests = requests_of(session, label_id)
        letters = readable(session, actor, letters_of_label(session, label_id), now)
        asked_by = {
            one.change.id: one.hearing.answer_by
            for one in heard_of(session, label_id)
            if not one.hearing.afterwards and not one.is_over(today(now))
        }
        case = queries.label_case_for(session, row, actor.person_id, now)
        watches = may(actor, Permission.SURVEILLANCE_HANDLE, case)
        file_entries = file_of(session, label_id)[:NEWEST] if watches else []
        names = people.names(
            session,
            [
                *(
                    person_id
                    for change in changes
                    for person_id in (change.prepared_by, change.decided_by, change.sent_back_by)
                ),
                *(entry.by for entry in file_entries),
            ],
        )
    standing = status_on(queries.history_from(terms, events), today(now))
    shown = next(
        (term for term in terms if standing.term and str(term.id) == standing.term.id), terms[-1]
    )
    waiting = next((one for one in changes if one.state is DecisionState.PREPARED), None)
    return pages.page(
        "decisions/label.html",
        label=row,
        holder=holder,
        term=shown,
        present=newest_named(
            shown, [one for one in versions if one.version in {doc.version for doc in documents}]
        ),
        versions=list(reversed(versions)),
        request=request_,
        requests=requests,
        letters=letters,
        edition=edition_of(shown),
        sign=sign_of(edition_of(shown), shown.level_id),
        standing=standing,
        statuses=STATUS_NAMES,
        today=today(now),
        being_issued={term.id for term in terms if term.id not in out},
        terms=[(term, sign_of(edition_of(term), term.level_id)) for term in reversed(terms)],
        events=[
            {
                "day": format_day(event.effective_on),
                "date": event.effective_on.isoformat(),
                "title": EVENT_NAMES[event.kind],
                "reason": event.public_reason,
            }
            for event in reversed(events)
        ],
        changes=changes,
        watches=watches,
        file_entries=[(entry, address_of(entry)) for entry in file_entries],
        waiting=waiting,
        asked_by=asked_by,
        change_names=CHANGE_NOUNS,
        day_of=lambda instant: civil_day(instant, scheme_zone()),
        documents=list(reversed(documents)),
        names=names,
        notice=notice(),
        prepares=may(actor, Permission.LABEL_CHANGE_PREPARE, case)
        and standing.status in {Status.ACTIVE, Status.SUSPENDED},
    )


def level_names(ids: Sequence[str]) -> list[tuple[str, str]]:
    """Return levels with their names, lowest first, as the editions order them."""
    names = {level.id: level.name for edition in editions_with_levels() for level in edition.levels}
    return [(level_id, name) for level_id, name in names.items() if level_id in ids]


def _wanted() -> Wanted:
    """Return what the address asks for; what no label could have finds none."""
    status = request.args.get("status", "")
    return Wanted(
        text=request.args.get("q", "").strip()[:200],
        status=Status(status) if status in {one.value for one in STATUS_NAMES} else None,
        level=request.args.get("level", "")[:40],
        country=request.args.get("country", "")[:2],
        page=page_asked(),
    )
