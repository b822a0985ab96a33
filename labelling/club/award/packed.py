"""What the meeting pack tells of a round's award: its rule, and the outcome once it is told."""

from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club import queries as club
from labelling.club.award import queries
from labelling.club.award.described import criteria_of
from labelling.club.award.models import AwardFile, Stage
from labelling.club.award.queries import KnownRule
from labelling.club.award.words import MEASURE_NAMES, ROUTE_NAMES
from labelling.club.meetings.doors import AwardSection, tells_award
from labelling.core.i18n import format_day, gettext


@tells_award
def award_section(session: Session, round_id: UUID) -> AwardSection | None:
    """Return what the whole club may read of a round's award; None where no rule was fixed.

    Nobody is named before the announcement, and then as its holder agreed to be.
    """
    rule = queries.find_rule(session, round_id)
    if rule is None or rule.confirmation is None:
        return None
    return AwardSection(_rule(session, rule), _standing(session, rule))


def _rule(session: Session, rule: KnownRule) -> list[str]:
    row = rule.row
    set_ = club.round_set(session, club.get_round(session, row.round_id))
    lines = [
        f"{gettext('Route')}: {ROUTE_NAMES[row.route]}.",
        f"{gettext('Measure')}: {MEASURE_NAMES[row.measure]}.",
    ]
    for name, weight, target in criteria_of(row, set_):
        lines.append(
            gettext(
                "%(figure)s: weight %(weight)s, target %(target)s.",
                figure=name,
                weight=weight,
                target=target,
            )
        )
    lines.append(gettext("It was fixed before the figures of this round, and cannot be changed."))
    return lines


def _standing(session: Session, rule: KnownRule) -> list[str]:
    award = queries.find_award(session, rule.row.round_id)
    if award is not None:
        taken_back = queries.find_revocation(session, award.id)
        if taken_back is not None and taken_back.effective_on is not None:
            return [gettext("Taken back on %(day)s", day=format_day(taken_back.effective_on))]
        told = gettext("%(holder)s has the award.", holder=award.holder)
        return [told, award.figure] if award.figure else [told]
    newest = next(iter(queries.files_of(session, rule.row.id)), None)
    if newest is not None and newest.decision is not None and _ends(newest.row):
        return [gettext("No award is given for this half-year.")]
    return [gettext("It is announced in the meeting.")]


def _ends(row: AwardFile) -> bool:
    """Say whether a decided file gives the award to nobody, and nothing comes after it."""
    return row.kind == "none" or (row.kind == "shortlist" and row.stage is Stage.APPRAISAL)
