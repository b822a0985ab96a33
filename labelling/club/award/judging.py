"""Whether the figure of a winner can be told without telling of others: judged beforehand."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.disclosure.naming import Named, exposes
from labelling.club.award import queries
from labelling.club.award.firsts import figures_of_first
from labelling.club.award.models import Naming, Stage
from labelling.club.meetings.mode.opening import world_of
from labelling.club.results import gate
from labelling.club.results.known import named_values, sights
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.permissions import Permission


@dataclass(frozen=True, slots=True)
class JudgedFigure:
    """Whether a winner's figure may be told, for what was known and published when it was judged.

    ``releases`` is the length of the club's ledger.
    """

    file_id: UUID
    safe: bool
    known: frozenset[Named]
    releases: int

    def holds(self, session: Session, club_id: UUID) -> bool:
        """Say whether nothing was named or published since."""
        published = len(gate.releases_of(session, club_id))
        return (named_values(session, club_id), published) == (self.known, self.releases)


def judge_figure(session: Session, *, actor: Actor, file_id: UUID, now: datetime) -> JudgedFigure:
    """Judge whether a winner can be named with its figure, beside all that was ever published.

    An award is public: the whole club knows the value from then on, and leaves it out of every
    sum. It takes as long as judging a name in a meeting, so outside any unit of work.
    """
    row = queries.get_file(session, file_id).row
    rule = queries.get_rule(session, row.rule_id)
    award = queries.award_for(session, actor, rule.round_id, now)
    access.require(actor, Permission.AWARD_PREPARE, award)
    published = [gate.read(one) for one in gate.releases_of(session, award.club.id)]
    known = named_values(session, award.club.id)
    said = queries.candidacies_in(session, rule.round_id)
    agreed = [said[UUID(one)].naming for one in row.members if UUID(one) in said]
    more = frozenset[Named]()
    if row.kind == "winner" and row.stage is Stage.FIGURES and agreed == [Naming.FIGURE]:
        more = figures_of_first(session, award.round, row)
    world = world_of(session, award.club, award.round, published)
    safe = not more or not exposes(list(sights(published)), known | more, world)
    return JudgedFigure(file_id, safe, known, len(published))
