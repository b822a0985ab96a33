"""The boxes of a decided application: what was decided, and until when one may appeal."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from labelling.applications import own_panels
from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.applications.office_panels import Panel
from labelling.applications.schemes import edition_of, level_in
from labelling.core.access import Actor, Seat
from labelling.core.clock import utcnow
from labelling.core.i18n import format_day, format_weekday, gettext
from labelling.decisions.appeals.appealable import appealable
from labelling.decisions.models import Label, LabelTerm
from labelling.decisions.queries import get_label, standing_decision, term_of_decision

_OVER = frozenset({State.OFFERED, State.DECIDED, State.INELIGIBLE})


@own_panels.add
def own_boxes(session: Session, actor: Actor, application: Application) -> list[Panel]:
    """Return what was decided, and how to appeal against it while that can be done."""
    if application.state not in _OVER:
        return []
    return [
        *_outcome(session, application),
        *_appeal(session, actor, application),
    ]


def _outcome(session: Session, application: Application) -> Iterator[Panel]:
    decision = standing_decision(session, application.id)
    if application.state is not State.DECIDED or decision is None or decision.decided_at is None:
        return
    title = gettext("Decided on %(day)s", day=format_day(decision.decided_at))
    term = term_of_decision(session, decision.id)
    if term is None:
        yield Panel(
            title,
            text=gettext(
                "The label was not awarded. Only your organisation learns of it. The report stays "
                "here; you can apply again in an open call."
            ),
            button=gettext("Read the feedback report"),
            address=f"/applications/{application.id}/feedback",
        )
        return
    label = get_label(session, term.label_id)
    yield Panel(
        title,
        text=_awarded(application, term, label),
        button=gettext("Open your label"),
        address=f"/organisation/labels/{label.id}",
    )


def _awarded(application: Application, term: LabelTerm, label: Label) -> str:
    return gettext(
        "%(level)s was awarded: label %(number)s, valid from %(start)s until %(end)s.",
        level=level_in(edition_of(application), term.level_id).name,
        number=label.number,
        start=format_day(term.valid_from),
        end=format_day(term.valid_until),
    )


def _appeal(session: Session, actor: Actor, application: Application) -> Iterator[Panel]:
    if application.organisation_id not in actor.organisations(Seat.OWNER):
        return
    for letter in appealable(session, [application.organisation_id], utcnow()):
        if letter.application_id == application.id:
            yield Panel(
                gettext("If you do not agree"),
                text=gettext(
                    "You may appeal until %(day)s. Three people who had no part in it decide.",
                    day=format_weekday(letter.until),
                ),
                button=gettext("Write an appeal"),
                address="/appeals",
            )
