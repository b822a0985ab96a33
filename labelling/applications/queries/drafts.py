"""The self-assessment as it is being written, loaded whole in a constant number of statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from assessments.editions.model import Edition, Level
from labelling.applications.models import Answer, Application, Citation, Declaration
from labelling.applications.schemes import edition_of, level_in
from labelling.applications.standing import PartState, Standing, part_state, standing
from labelling.applications.together.marks import mark_of
from labelling.applications.together.models import PartPlan
from labelling.applications.together.queries import plans_of
from labelling.organisations import queries as organisations
from labelling.organisations.models import Evidence, EvidenceFile, FactValue, Organisation
from labelling.people import queries as people

# Asked with every save, so it is put together once.
_ANSWER = select(Answer).where(
    Answer.application_id == bindparam("application"), Answer.part_id == bindparam("part")
)
NO_LIMIT = 20_000  # characters a text may have at all, whatever the level asks


@dataclass(frozen=True, slots=True)
class CitedPiece:
    """A piece of evidence as an answer cites it, with the newest version of its file."""

    citation: Citation
    evidence: Evidence
    file: EvidenceFile | None

    @property
    def is_gone(self) -> bool:
        """Say whether the piece was taken out of the library after it had been cited."""
        return self.evidence.removed_at is not None

    @property
    def has_changed(self) -> bool:
        """Say whether the file has a newer version than the one that was cited."""
        seen = self.citation.file_version
        return self.file is not None and seen is not None and self.file.version > seen


@dataclass(frozen=True)
class Draft:
    """All that an organisation has written for one application."""

    application: Application
    organisation: Organisation
    edition: Edition
    level: Level
    answers: Mapping[str, Answer]
    pieces: Mapping[str, list[CitedPiece]]
    declarations: Mapping[str, Declaration]
    facts: Mapping[tuple[str, int], FactValue]
    names: Mapping[UUID, str]
    plans: Mapping[str, PartPlan]

    @cached_property
    def scope(self) -> tuple[str, ...]:
        """Return the parts that the level asks for."""
        return self.edition.scope(self.level)

    @property
    def text_limit(self) -> int:
        """Return how many characters fit into an answer."""
        return self.level.steps.text_limit if self.level.steps is not None else NO_LIMIT

    @property
    def evidence_limit(self) -> int:
        """Return how many pieces of evidence a part may cite."""
        return self.level.steps.evidence_limit if self.level.steps is not None else 3

    @cached_property
    def standing(self) -> Standing:
        """Return the points so far and how they stand at each level."""
        return standing(self.edition, self.level, self.answers)

    @cached_property
    def states(self) -> dict[str, PartState]:
        """Return how far each part in scope has come."""
        return {
            part_id: part_state(
                self.answers.get(part_id), len(self.pieces.get(part_id, ())), self.text_limit
            )
            for part_id in self.scope
        }

    @cached_property
    def checked(self) -> frozenset[str]:
        """Return the parts that an owner has checked as they stand now."""
        return frozenset(part_id for part_id in self.scope if self._is_checked(part_id))

    def _is_checked(self, part_id: str) -> bool:
        plan = self.plans.get(part_id)
        return (
            plan is not None
            and plan.checked_mark != ""
            and self.states[part_id] is PartState.DONE
            and plan.checked_mark == self.mark(part_id)
        )

    def mark(self, part_id: str) -> str:
        """Return the fingerprint of what a part says now."""
        return mark_of(self.answers.get(part_id), self.pieces.get(part_id, []))

    @property
    def done(self) -> int:
        """Return how many parts are done."""
        return sum(state is PartState.DONE for state in self.states.values())

    def writer(self, part_id: str) -> str:
        """Return the name of whoever wrote last on a part, or an empty text."""
        answer = self.answers.get(part_id)
        return self.names.get(answer.updated_by, "") if answer and answer.updated_by else ""

    def assigned(self, part_id: str) -> str:
        """Return the name of whoever is to write a part, or an empty text."""
        plan = self.plans.get(part_id)
        return self.names.get(plan.assigned_to, "") if plan and plan.assigned_to else ""

    def who_has(self, part_id: str) -> str:
        """Return the name of whoever is to write a part, else of whoever wrote last on it."""
        return self.assigned(part_id) or self.writer(part_id)


def load_draft(session: Session, application: Application) -> Draft:
    """Return what the organisation has written, and its facts."""
    edition = edition_of(application)
    answers = answers_of(session, application.id)
    plans = plans_of(session, application.id)
    people_ids = [answer.updated_by for answer in answers.values()]
    for plan in plans.values():
        people_ids += [plan.assigned_to, plan.checked_by]
    return Draft(
        application=application,
        organisation=organisations.get_organisation(session, application.organisation_id),
        edition=edition,
        level=level_in(edition, application.level_id),
        answers=answers,
        pieces=cited_pieces(session, application.id),
        declarations=declarations_of(session, application.id),
        facts=organisations.fact_values(session, application.organisation_id),
        names=people.names(session, people_ids),
        plans=plans,
    )


def answers_of(session: Session, application_id: UUID) -> dict[str, Answer]:
    """Return the answers of an application by part."""
    rows = session.scalars(select(Answer).where(Answer.application_id == application_id))
    return {answer.part_id: answer for answer in rows}


def find_answer(session: Session, application_id: UUID, part_id: str) -> Answer | None:
    """Return the answer to a part, if anything was ever saved."""
    return session.scalar(_ANSWER, {"application": application_id, "part": part_id})


def declarations_of(session: Session, application_id: UUID) -> dict[str, Declaration]:
    """Return the declarations of an application by rule."""
    rows = session.scalars(select(Declaration).where(Declaration.application_id == application_id))
    return {declaration.rule_id: declaration for declaration in rows}


def cited_pieces(session: Session, application_id: UUID) -> dict[str, list[CitedPiece]]:
    """Return the cited pieces of evidence by part, in the order of their citation."""
    citations = session.scalars(
        select(Citation)
        .where(Citation.application_id == application_id)
        .order_by(Citation.part_id, Citation.position, Citation.id)
    ).all()
    entries = organisations.evidence_entries(session, {row.evidence_id for row in citations})
    found: dict[str, list[CitedPiece]] = {}
    for citation in citations:
        entry = entries[citation.evidence_id]
        piece = CitedPiece(citation, entry.evidence, entry.file)
        found.setdefault(citation.part_id, []).append(piece)
    return found
