"""Mail to owners 6, 3 and 1 months before their label ends, and when it has; each mark once.

Who was told stands in a table of its own, so that a minute with nothing to tell asks four times
and finds nothing, and a worker that was away tells the last mark only.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from labelling.applications.life import ENDED, OPEN_FOR_WRITING
from labelling.applications.models import Application
from labelling.applications.schemes import edition_of, level_in
from labelling.core import audit, i18n, mail
from labelling.core.access import SYSTEM
from labelling.core.clock import civil_day, scheme_zone, today
from labelling.core.outbox import every_minute
from labelling.decisions.models import Label, LabelTerm
from labelling.decisions.queries import get_label
from labelling.decisions.renewal.marks import day_of, ends_at
from labelling.decisions.renewal.models import Mark, TermMark
from labelling.decisions.status_in_sql import has_ended
from labelling.decisions.terms import held_by
from labelling.issuing.queries import is_published
from labelling.organisations import queries as organisations

AT_ONCE = 100
_TEMPLATES = {Mark.EXPIRED: "label_expired"}
_LONGEST = timedelta(days=3700)  # no edition leaves a label open for renewal for ten years


@every_minute
def remind(session: Session, now: datetime) -> None:
    """Tell the owners of labels that have reached a mark, a hundred labels a time."""
    for mark in Mark:
        for label, term in _reached(session, mark, today(now)):
            application = _under_way(session, label, term)
            told = _is_told(mark, term, application, today(now))
            session.add(TermMark(term_id=term.id, mark=mark, told=told, reached_at=now))
            audit.record(session, SYSTEM, "label.mark_reached", label, now, mark=mark.value)
            if told:
                _tell(session, mark, term, application, now)


def _reached(session: Session, mark: Mark, day: date) -> list[tuple[Label, LabelTerm]]:
    earliest, latest = ends_at(mark, day)
    after = earliest if earliest is not None else day - _LONGEST
    rows = session.execute(
        select(Label, LabelTerm)
        .join(LabelTerm, LabelTerm.label_id == Label.id)
        .where(
            LabelTerm.valid_until.between(after, latest),
            _is_last(),
            is_published(LabelTerm.id),
            ~exists().where(TermMark.term_id == LabelTerm.id, TermMark.mark == mark),
            ~has_ended(LabelTerm.label_id, day),
        )
        .order_by(Label.number)
        .limit(AT_ONCE)
    )
    return [(label, term) for label, term in rows]


def _is_last() -> ColumnElement[bool]:
    later = aliased(LabelTerm)
    return ~exists().where(later.label_id == LabelTerm.label_id, later.ordinal > LabelTerm.ordinal)


def _under_way(session: Session, label: Label, term: LabelTerm) -> Application | None:
    """Return the organisation's newest running application under the label's scheme."""
    rows = session.scalars(
        select(Application)
        .where(
            Application.organisation_id == label.organisation_id,
            Application.state.not_in(ENDED),
            Application.created_at >= term.recorded_at,
        )
        .order_by(Application.created_at.desc(), Application.id)
    )
    return next((row for row in rows if edition_of(row).scheme == label.scheme), None)


def _is_told(mark: Mark, term: LabelTerm, application: Application | None, day: date) -> bool:
    """Say whether a mark needs a mail.

    None where the term itself is younger than the mark, nor, long after its end, where nobody can
    renew it any more. Once a renewal is submitted the owners have done theirs; while it is being
    written one month before the end is soon enough. That the label has ended is always said.
    """
    if civil_day(term.recorded_at, scheme_zone()) >= day_of(mark, term.valid_until):
        return False
    if mark is Mark.EXPIRED:
        return day <= held_by(term).window.closes
    if application is None:
        return True
    return mark is Mark.ONE_MONTH and application.state in OPEN_FOR_WRITING


def _tell(
    session: Session,
    mark: Mark,
    term: LabelTerm,
    application: Application | None,
    now: datetime,
) -> None:
    label = get_label(session, term.label_id)
    window = held_by(term).window
    for owner in organisations.owners(session, label.organisation_id):
        with i18n.speaking(owner.language):
            level = level_in(edition_of(term), term.level_id).name
        mail.send(
            session,
            owner,
            _TEMPLATES.get(mark, "renewal_reminder"),
            now,
            about=label,
            key=f"{mark.value}:{term.id}:{owner.id}",
            holder=term.holder,
            number=label.number,
            label=str(label.id),
            level=level,
            mark=mark.value,
            ends=term.valid_until.isoformat(),
            closes=window.closes.isoformat(),
            application=_id(application),
        )


def _id(application: Application | None) -> str | None:
    id_: UUID | None = application.id if application is not None else None
    return str(id_) if id_ is not None else None
