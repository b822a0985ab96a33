"""An office writes its self-assessment together: parts shared out, comments, versions, evidence."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

from labelling.applications.actions import Content, save_answer
from labelling.applications.queries.drafts import answers_of, cited_pieces
from labelling.applications.schemes import edition_of, level_of
from labelling.applications.together.actions.commenting import settle_comment, write_comment
from labelling.applications.together.actions.planning import check_part, plan_parts
from labelling.applications.together.marks import mark_of
from labelling.applications.together.models import Comment
from labelling.applications.versions.actions.branching import save_branch_part
from labelling.applications.versions.actions.keeping import keep_version, read_in
from labelling.applications.versions.actions.taking import Choice, Chosen, take_over
from labelling.applications.versions.models import VersionKind
from labelling.applications.versions.sources import (
    DRAFT,
    FORERUNNER,
    NOTHING,
    PartSaid,
    load_source,
)
from labelling.applications.workshop.actions.leading import go_to_part, start_workshop
from labelling.applications.workshop.actions.taking_part import choose_line, join_workshop
from labelling.core import files
from labelling.core.access import PUBLIC, Actor, Role
from labelling.core.clock import today
from labelling.desk.demo_data import papers
from labelling.desk.demo_data.cases import Case
from labelling.desk.demo_data.cast import acting, person
from labelling.desk.demo_data.timetable import Calendar, Scene, Story
from labelling.organisations.actions.evidence import (
    Description,
    StoredFile,
    add_seen_on_site,
    add_version,
    describe_evidence,
)
from labelling.organisations.models import Evidence
from labelling.settings import in_use

_OWNER, _SECOND, _WRITER = "hugo", "ines", "javier"
_SHARES = ((_WRITER, 12, 3), (_SECOND, 19, 12), (_OWNER, None, 20))
"""Who writes up to which part in the edition's order, and how many days from the beginning."""

_BUSY = (
    "Of 57 members, 38 took part in something last year. We keep a list of those who did not, and "
    "one of us calls ten of them every month. Since March a note of each call lies with the "
    "member's record. Seven of them came back; four said that they had never read our mails."
)
_MINUTES = "The assembly agreed to it in May 2024; the minutes say how many were against it."
_SHORTER = (
    "Three wineries, two canneries and the technical centre founded us in 2009 to sell further "
    "away together. The assembly confirmed purpose and aims in May 2024, on two pages."
)
_FROM_THE_TRAIN = (
    "Each request goes through one address and has an answer within four working days. Nine of "
    "the last ten joint projects began there. What we turn down is on a list, with the reason."
)


def parts_are_shared_out(calendar: Calendar, case: Case, days_ago: int) -> Story:
    """Say who writes which parts until when."""
    scene = yield calendar.at(days_ago, 10)
    scope, first = _scope(scene, case), 0
    for key, last, days in _SHARES:
        plan_parts(
            scene.session,
            actor=_as(scene, _OWNER),
            application_id=case.application(scene.session).id,
            part_ids=scope[first:last],
            person_id=person(scene.session, key).id,
            due_on=today(scene.now) + timedelta(days=days),
            now=scene.now,
        )
        first = last or 0


def office_works_together(calendar: Calendar, case: Case, days_ago: int) -> Story:
    """Comment, check, keep versions, branch off, bring a file in; and meet just now."""
    scene = yield calendar.at(days_ago, 9)
    _keep(scene, case, "Before the board reads it")
    asked = _comment(scene, case, _OWNER, "1.2", "@Javier Soto, when did the assembly agree?").id
    _comment(scene, case, _OWNER, "3.1", "How many took part last year? @Inés Lozano has the list.")
    _begin_from_the_last(scene, case, ("6.1", "7.2"))
    scene = yield calendar.at(days_ago - 1, 10)
    _answer_comments(scene, case)
    settle_comment(
        scene.session, actor=_as(scene, _OWNER), comment_id=asked, settled=True, now=scene.now
    )
    scene = yield calendar.at(days_ago - 1, 17)
    _check(scene, case, ("1.1", "2.1"))
    _branch_off(scene, case)
    scene = yield calendar.at(days_ago - 2, 12)
    _evidence_moves_on(scene, case)
    scene = yield calendar.at(days_ago - 3, 18)
    _bring_a_file(scene, case)
    scene = yield calendar.begins - timedelta(minutes=9)
    _meet(scene, case)


def _begin_from_the_last(scene: Scene, case: Case, part_ids: Sequence[str]) -> None:
    """Take answers of the application before this one over, to be written on."""
    take_over(
        scene.session,
        actor=_as(scene, _OWNER),
        application_id=case.application(scene.session).id,
        key=FORERUNNER,
        chosen={part_id: Chosen(Choice.TAKE, 0) for part_id in part_ids},
        now=scene.now,
    )


def _as(scene: Scene, key: str) -> Actor:
    return acting(scene.session, key, Role.MANAGER, scene.now)


def _scope(scene: Scene, case: Case) -> Sequence[str]:
    application = case.application(scene.session)
    return edition_of(application).scope(level_of(application))


def _keep(scene: Scene, case: Case, name: str) -> None:
    keep_version(
        scene.session,
        actor=_as(scene, _OWNER),
        application_id=case.application(scene.session).id,
        name=name,
        now=scene.now,
    )


def _comment(scene: Scene, case: Case, key: str, part_id: str, text: str) -> Comment:
    return write_comment(
        scene.session,
        actor=_as(scene, key),
        application_id=case.application(scene.session).id,
        part_id=part_id,
        text=text,
        now=scene.now,
    )


def _answer_comments(scene: Scene, case: Case) -> None:
    """Write what was asked for, and answer."""
    application = case.application(scene.session)
    said = load_source(scene.session, application, DRAFT).part("1.2")
    _save(scene, case, _WRITER, "1.2", replace(said, text=f"{said.text} {_MINUTES}"))
    _comment(scene, case, _WRITER, "1.2", "In May; it says so now. Shall we name the votes?")
    said = load_source(scene.session, application, DRAFT).part("3.1")
    _save(scene, case, _SECOND, "3.1", replace(said, text=_BUSY))
    _comment(scene, case, _SECOND, "3.1", "38 of 57. @Hugo, may we name the seven who came back?")


def _save(scene: Scene, case: Case, key: str, part_id: str, said: PartSaid) -> None:
    save_answer(
        scene.session,
        actor=_as(scene, key),
        application_id=case.application(scene.session).id,
        part_id=part_id,
        content=Content(said.band, said.text, said.not_applicable),
        version=said.rests_on or 0,
        save_id=uuid4(),
        now=scene.now,
    )


def _check(scene: Scene, case: Case, part_ids: Sequence[str]) -> None:
    application = case.application(scene.session)
    said, cited = (
        answers_of(scene.session, application.id),
        cited_pieces(scene.session, application.id),
    )
    for part_id in part_ids:
        check_part(
            scene.session,
            actor=_as(scene, _OWNER),
            application_id=application.id,
            part_id=part_id,
            mark=mark_of(said.get(part_id), cited.get(part_id, [])),
            now=scene.now,
        )


def _branch_off(scene: Scene, case: Case) -> None:
    """Write shorter texts on a branch, while the draft goes its way."""
    branch = keep_version(
        scene.session,
        actor=_as(scene, _SECOND),
        application_id=case.application(scene.session).id,
        name="Shorter texts",
        kind=VersionKind.BRANCH,
        now=scene.now,
    )
    save_branch_part(
        scene.session,
        actor=_as(scene, _SECOND),
        version_id=branch.id,
        part_id="1.1",
        content=Content(60, _SHORTER),
        version=1,
        save_id=uuid4(),
        now=scene.now,
    )


def _evidence_moves_on(scene: Scene, case: Case) -> None:
    """Upload a cited paper anew, say which period two support, add one that is shown on site."""
    organisation, actor = case.organisation(scene.session), _as(scene, _WRITER)
    day = today(scene.now)
    cited = cited_pieces(scene.session, case.application(scene.session).id)
    lines = (f"{case.office.profile.name}, {case.office.profile.city}", "Second edition.")
    content = papers.one_page(cited["1.3"][0].evidence.title, lines)
    add_version(
        scene.session,
        actor=actor,
        evidence_id=cited["1.3"][0].evidence.id,
        file=StoredFile(
            files.store().put(content), "ebro-1.3-second.pdf", "application/pdf", len(content)
        ),
        quota=in_use().quota_megabytes * 1_048_576,
        now=scene.now,
    )
    _supports(scene, actor, cited["1.1"][0].evidence, date(day.year - 1, 1, 1), day)
    years_ago = date(day.year - 5, 1, 1), date(day.year - 4, 12, 31)
    _supports(scene, actor, cited["2.2"][0].evidence, *years_ago)
    add_seen_on_site(
        scene.session,
        actor=actor,
        organisation_id=organisation.id,
        description=Description(
            "Contracts with the members", where_seen="The grey cabinet in the office in Logroño"
        ),
        now=scene.now,
    )


def _supports(scene: Scene, actor: Actor, piece: Evidence, first: date, last: date) -> None:
    describe_evidence(
        scene.session,
        actor=actor,
        evidence_id=piece.id,
        description=Description(piece.title, piece.dated, piece.where_seen, first, last),
        now=scene.now,
    )


def _bring_a_file(scene: Scene, case: Case) -> None:
    """Bring answers in that were written off line; they wait to be compared with the draft."""
    application = case.application(scene.session)
    said = load_source(scene.session, application, DRAFT).parts
    read_in(
        scene.session,
        actor=_as(scene, _SECOND),
        application_id=application.id,
        name="Written on the train (XLSX)",
        parts={
            **said,
            "3.3": replace(said["3.3"], band=40, text=f"{said['3.3'].text} Two left again."),
            "4.2": replace(NOTHING, band=60, text=_FROM_THE_TRAIN, rests_on=0),
        },
        now=scene.now,
    )


def _meet(scene: Scene, case: Case) -> None:
    """Score a part with five people of the board in a room, just now."""
    application, owner = case.application(scene.session), _as(scene, _OWNER)
    workshop = start_workshop(
        scene.session, actor=owner, application_id=application.id, now=scene.now
    )
    go_to_part(scene.session, actor=owner, workshop_id=workshop.id, part_id="4.3", now=scene.now)
    for name, band in (("Begoña", 60), ("Carlos", 40), ("Elvira", 60), ("Iker", 20)):
        token = join_workshop(
            scene.session, actor=PUBLIC, code=workshop.code, name=name, now=scene.now
        )
        choose_line(
            scene.session, actor=PUBLIC, token=token, part_id="4.3", band=band, now=scene.now
        )
    join_workshop(scene.session, actor=PUBLIC, code=workshop.code, name="Pilar", now=scene.now)
