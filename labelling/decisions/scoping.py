"""What officers of certain schemes may know in this room.

Appeals, complaints and the texts of letters stay with officers of all schemes.
"""

from uuid import UUID

from sqlalchemy.orm import Session, object_session

from labelling.applications.scoping import Schemes, is_application_of, is_of
from labelling.core.access import bind, bind_scheme, share
from labelling.decisions.committee.models import Sitting
from labelling.decisions.committee.subjects import AgendaItem, Desk, Plan, Sittings
from labelling.decisions.conditions.subjects import ConditionCase
from labelling.decisions.correspondence.subjects import Post
from labelling.decisions.models import Label
from labelling.decisions.offers.subjects import OfferToHolder
from labelling.decisions.subjects import Case, ChangeCase, Docket, LabelCase
from labelling.decisions.surveillance.subjects import MisuseCase, Watch, Witness
from labelling.decisions.versions.subjects import RequestCase


def _is_label_of(schemes: Schemes, session: Session | None, label_id: UUID | None) -> bool:
    if session is None or label_id is None:
        return False
    label = session.get(Label, label_id)
    return label is not None and label.scheme in schemes


def _is_post_of(schemes: Schemes, post: Post) -> bool:
    letter = post.letter
    session = object_session(letter)
    if letter.application_id is not None:
        return is_application_of(schemes, session, letter.application_id)
    return _is_label_of(schemes, session, letter.label_id)


bind(
    Label,
    lambda schemes, label: label.scheme in schemes,
    Label.scheme.in_,
)
bind(Case, lambda schemes, one: is_of(schemes, one.application))
bind(LabelCase, lambda schemes, one: one.label.scheme in schemes)
bind(
    ChangeCase,
    lambda schemes, one: _is_label_of(schemes, object_session(one.change), one.change.label_id),
)
bind(ConditionCase, lambda schemes, one: is_of(schemes, one.application))
bind(OfferToHolder, lambda schemes, one: is_of(schemes, one.application))
bind(
    RequestCase,
    lambda schemes, one: _is_label_of(schemes, object_session(one.request), one.request.label_id),
)
bind(
    MisuseCase,
    lambda schemes, one: _is_label_of(schemes, object_session(one.report), one.report.label_id),
)
bind(Post, _is_post_of)
bind(
    Sitting,
    lambda schemes, sitting: sitting.scheme in schemes,
    Sitting.scheme.in_,
)
bind(Desk, lambda schemes, one: one.sitting.scheme in schemes)
bind(AgendaItem, lambda schemes, one: one.sitting.scheme in schemes)
bind_scheme(Plan, lambda plan: plan.sitting.scheme if plan.sitting is not None else plan.scheme)
bind(Watch, lambda _schemes, watch: not watch.whole)
share(Docket, Sittings, Witness)
