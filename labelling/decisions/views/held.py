"""A label as its holder sees it: how it stands, its certificates, what the organisation can ask."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from certificates.standing import status_on
from labelling.applications.schemes import edition_of, sign_of
from labelling.core import access
from labelling.core.access import may
from labelling.core.clock import today
from labelling.core.database import reading
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.decisions import queries
from labelling.decisions.correspondence.queries import letters_of_label, readable
from labelling.decisions.hearings.queries import heard_of
from labelling.decisions.naming import newest_named, versions_of
from labelling.decisions.versions.queries import RUNNING, find_open_request, requests_of
from labelling.decisions.views.blueprint import bp, notice
from labelling.decisions.withdrawals.queries import find_request
from labelling.decisions.words import CHANGE_NOUNS, STATUS_NAMES
from labelling.issuing.queries import certificates, published_terms
from labelling.organisations.queries import get_organisation


@bp.get("/organisation/labels/<uuid:label_id>")
def held(label_id: UUID) -> ResponseReturnValue:
    """Show a label to the people of its holder; owners see hearings and requests too."""
    actor, now = asker(), identity.now()
    with reading() as session:
        label = queries.get_label(session, label_id)
        access.require(actor, Permission.HELD_LABEL_VIEW, label)
        holder = get_organisation(session, label.organisation_id)
        terms = queries.terms_of(session, label_id)
        standing = status_on(queries.history(session, label_id), today(now))
        versions = versions_of(session, [label_id])[label_id]
        documents = certificates(session, label_id)
        out = published_terms(session, [term.id for term in terms])
        owner = may(actor, Permission.HEARING_ANSWER, label)
        hearings = heard_of(session, label_id) if owner else []
        asked = find_request(session, label_id) if owner else None
        requests = requests_of(session, label_id) if owner else []
        waiting = find_open_request(session, label_id)
        letters = readable(session, actor, letters_of_label(session, label_id), now)
    shown = next(
        (term for term in terms if standing.term and str(term.id) == standing.term.id), terms[-1]
    )
    printed = {one.version for one in documents}
    return pages.page(
        "decisions/held.html",
        label=label,
        holder=holder,
        term=shown,
        names=newest_named(shown, [one for one in versions if one.version in printed]),
        sign=sign_of(edition_of(shown), shown.level_id),
        standing=standing,
        statuses=STATUS_NAMES,
        today=today(now),
        public=shown.id in out,
        being_issued=[one for one in versions if one.version not in printed],
        documents=list(reversed(documents)),
        newest={one.term_id: one.version for one in documents},
        owner=owner,
        hearings=[(heard, heard.is_open(today(now))) for heard in hearings],
        asked=asked,
        requests=requests,
        letters=letters,
        waiting=waiting,
        runs=standing.status in RUNNING,
        change_names=CHANGE_NOUNS,
        notice=notice(),
    )
