"""An organisation applies: it starts, fills the fact sheet, answers, declares, submits."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from labelling.applications import terms
from labelling.applications.actions import (
    Content,
    cite_evidence,
    declare,
    declare_eligible,
    record_findings,
    refuse_application,
    return_application,
    save_answer,
    start_application,
    submit_application,
    withdraw_application,
)
from labelling.applications.actions import (
    Finding as Found,
)
from labelling.applications.schemes import edition_of, level_of
from labelling.core import files
from labelling.core.clock import scheme_zone, today
from labelling.desk.demo_data import answers, papers
from labelling.desk.demo_data.cases import Case
from labelling.desk.demo_data.figures import figures, origin
from labelling.desk.demo_data.timetable import Scene
from labelling.organisations.actions.evidence import Description, StoredFile, add_file
from labelling.organisations.actions.facts import Figure, save_facts
from labelling.organisations.fact_sheet import years_at
from labelling.organisations.queries import evidence_of, fact_values
from labelling.settings import in_use


def start(scene: Scene, case: Case) -> None:
    """Begin the application with the terms accepted."""
    start_application(
        scene.session,
        actor=case.owner(scene.session, scene.now),
        organisation_id=case.organisation(scene.session).id,
        call_id=case.call_id(scene.session),
        level_id=case.level_id,
        terms_version=terms.VERSION,
        authorised_name=case.office.founder.name,
        authorised_function="Managing director",
        now=scene.now,
    )


def fill_facts(scene: Scene, case: Case) -> None:
    """Enter the figures of the last three years that are not there yet."""
    organisation = case.organisation(scene.session)
    edition = edition_of(case.application(scene.session))
    years = years_at(scene.now, scheme_zone())
    known = fact_values(scene.session, organisation.id)
    asked = {fact.id for fact in edition.facts}
    wanted = [
        Figure(fact_id, year, value, origin=origin(fact_id, year))
        for year in years
        for fact_id, value in figures(case.office, year).items()
        if fact_id in asked and (fact_id, year) not in known
    ]
    save_facts(
        scene.session,
        actor=case.writer(scene.session, scene.now),
        organisation_id=organisation.id,
        edition=edition,
        years=years,
        figures=wanted,
        save_id=uuid4(),
        now=scene.now,
    )


def answer_first(scene: Scene, case: Case) -> None:
    """Answer the first half of the parts."""
    scope = _scope(scene, case)
    _answer(scene, case, scope[: len(scope) // 2])


def answer_rest(scene: Scene, case: Case) -> None:
    """Answer the other half."""
    scope = _scope(scene, case)
    _answer(scene, case, scope[len(scope) // 2 :])


def declare_rules(scene: Scene, case: Case) -> None:
    """Declare that all eligibility rules hold that no figure answers."""
    application = case.application(scene.session)
    for rule in edition_of(application).eligibility:
        if rule.kind == "declared":
            declare(
                scene.session,
                actor=case.writer(scene.session, scene.now),
                application_id=application.id,
                rule_id=rule.id,
                holds=True,
                now=scene.now,
            )


def submit(scene: Scene, case: Case) -> None:
    """Submit the self-assessment."""
    submit_application(
        scene.session,
        actor=case.owner(scene.session, scene.now),
        application_id=case.application(scene.session).id,
        now=scene.now,
    )


def find_eligible(scene: Scene, case: Case) -> None:
    """Find that all rules hold, and let the application go on."""
    application = case.application(scene.session)
    actor = case.in_charge(scene.session, scene.now)
    rules = edition_of(application).eligibility
    record_findings(
        scene.session,
        actor=actor,
        application_id=application.id,
        findings={rule.id: Found(holds=True) for rule in rules},
        now=scene.now,
    )
    declare_eligible(scene.session, actor=actor, application_id=application.id, now=scene.now)


def refuse(scene: Scene, case: Case) -> None:
    """Find that firms are not the largest kind of member, and refuse."""
    application = case.application(scene.session)
    actor = case.in_charge(scene.session, scene.now)
    reason = "Public bodies are the largest kind of member in the list that was handed in."
    record_findings(
        scene.session,
        actor=actor,
        application_id=application.id,
        findings={"firms-largest": Found(holds=False, reason=reason)},
        now=scene.now,
    )
    refuse_application(
        scene.session, actor=actor, application_id=application.id, reason=reason, now=scene.now
    )


def give_back(scene: Scene, case: Case) -> None:
    """Return the application with a question."""
    return_application(
        scene.session,
        actor=case.in_charge(scene.session, scene.now),
        application_id=case.application(scene.session).id,
        message="Two figures of last year do not fit the list of members. Correct the fact sheet, "
        "or say in part 3.1 where the difference comes from.",
        day=today(scene.now) + timedelta(days=14),
        now=scene.now,
    )


def withdraw(scene: Scene, case: Case) -> None:
    """Take the application back."""
    withdraw_application(
        scene.session,
        actor=case.owner(scene.session, scene.now),
        application_id=case.application(scene.session).id,
        reason="We apply again when the change of our management is done.",
        now=scene.now,
    )


def _scope(scene: Scene, case: Case) -> Sequence[str]:
    application = case.application(scene.session)
    return edition_of(application).scope(level_of(application))


def _answer(scene: Scene, case: Case, part_ids: Sequence[str]) -> None:
    application = case.application(scene.session)
    edition, level = edition_of(application), level_of(application)
    limit = level.steps.text_limit if level.steps is not None else 800
    actor = case.writer(scene.session, scene.now)
    library = _library(scene, case, part_ids)
    for part_id in part_ids:
        part = edition.parts[part_id]
        band = answers.band(case.office, part, case.claims)
        save_answer(
            scene.session,
            actor=actor,
            application_id=application.id,
            part_id=part_id,
            content=Content(band, answers.text(case.office, part, band, limit)),
            version=0,
            save_id=uuid4(),
            now=scene.now,
        )
        cite_evidence(
            scene.session,
            actor=actor,
            application_id=application.id,
            part_id=part_id,
            evidence_id=library[part_id],
            pages="1",
            now=scene.now,
        )


def _library(scene: Scene, case: Case, part_ids: Sequence[str]) -> dict[str, UUID]:
    """Return a piece of evidence for each part; add to the library what is not there yet."""
    organisation = case.organisation(scene.session)
    edition = edition_of(case.application(scene.session))
    wanted = answers.papers(case.office, edition, part_ids)
    known = {
        entry.evidence.title: entry.evidence.id
        for entry in evidence_of(scene.session, organisation.id)
    }
    actor = case.writer(scene.session, scene.now)
    for part_id, paper in wanted.items():
        if paper.title not in known:
            content = papers.one_page(paper.title, paper.lines)
            name = f"{case.office.key}-{part_id}.pdf"
            piece = add_file(
                scene.session,
                actor=actor,
                organisation_id=organisation.id,
                description=Description(paper.title, today(scene.now) - timedelta(days=120)),
                file=StoredFile(files.store().put(content), name, "application/pdf", len(content)),
                quota=in_use().quota_megabytes * 1_048_576,
                now=scene.now,
            )
            known[paper.title] = piece.id
    return {part_id: known[paper.title] for part_id, paper in wanted.items()}
