"""What officers of certain schemes may know in this room, and of organisations that apply there.

An organisation, its figures and its evidence are for the officers of schemes in which it has
applied.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, object_session

from labelling.applications.building.models import DraftState, EditionDraft
from labelling.applications.building.subjects import ProposedEdition, Workshop
from labelling.applications.fees.subjects import FeeBook, WaiverCase
from labelling.applications.models import Application, Call
from labelling.applications.subjects import NewApplication, NewCall
from labelling.core import i18n
from labelling.core.access import Actor, bind, bind_scheme, share
from labelling.organisations.editions import editions, ids_of, scheme_of
from labelling.organisations.models import Evidence, EvidenceFile, Organisation, SeatHolding
from labelling.organisations.policy import Directory, Newcomer, Orphan
from labelling.people.schemes import set_scheme_source

Schemes = frozenset[str]


def is_of(schemes: Schemes, row: Application | Call) -> bool:
    """Say whether an application or a call is of one of these schemes."""
    return scheme_of(row.edition_id) in schemes


def is_of_actor(actor: Actor, row: Application | Call) -> bool:
    """Say whether an application or a call is of a scheme that the actor works for."""
    return actor.schemes is None or is_of(actor.schemes, row)


def where_of(schemes: Schemes) -> ColumnElement[bool]:
    """Return the condition that an application is of one of these schemes."""
    return Application.edition_id.in_(ids_of(schemes))


def is_application_of(schemes: Schemes, session: Session | None, application_id: UUID) -> bool:
    """Say the same of an application by its id; no where there is none."""
    application = session.get(Application, application_id) if session is not None else None
    return application is not None and is_of(schemes, application)


def _has_applied(schemes: Schemes, session: Session | None, organisation_id: UUID) -> bool:
    return session is not None and bool(
        session.scalar(
            select(
                exists().where(Application.organisation_id == organisation_id, where_of(schemes))
            )
        )
    )


def _applied(schemes: Schemes, organisation: Organisation) -> bool:
    return _has_applied(schemes, object_session(organisation), organisation.id)


def _where_applied(schemes: Schemes) -> ColumnElement[bool]:
    return Organisation.id.in_(select(Application.organisation_id).where(where_of(schemes)))


def _is_file_of(schemes: Schemes, file: EvidenceFile) -> bool:
    session = object_session(file)
    evidence = session.get(Evidence, file.evidence_id) if session is not None else None
    return evidence is not None and _has_applied(schemes, session, evidence.organisation_id)


def _scheme_names(session: Session) -> dict[str, str]:
    """Return the schemes with the name of the newest edition; '' where there are only drafts."""
    drafts = session.scalars(
        select(EditionDraft.scheme).where(EditionDraft.state != DraftState.DISCARDED).distinct()
    )
    names = dict.fromkeys(drafts, "")
    names |= {one.scheme: one.in_language(i18n.language()).name for one in editions()}
    return dict(sorted(names.items()))


set_scheme_source(_scheme_names)

bind(Application, is_of, where_of)
bind(Call, is_of)
bind(NewCall, lambda schemes, one: not one.edition_id or scheme_of(one.edition_id) in schemes)
bind(WaiverCase, lambda schemes, one: is_of(schemes, one.application))
bind_scheme(Workshop, lambda one: one.scheme)
bind(EditionDraft, lambda schemes, draft: draft.scheme in schemes)
bind(ProposedEdition, lambda schemes, one: one.draft.scheme in schemes)
bind(Organisation, _applied, _where_applied)
bind(Orphan, lambda schemes, one: _applied(schemes, one.organisation))
bind(
    Evidence,
    lambda schemes, one: _has_applied(schemes, object_session(one), one.organisation_id),
)
bind(EvidenceFile, _is_file_of)
share(FeeBook, NewApplication, Directory, Newcomer, SeatHolding)
