"""A team assesses: invited, independent, scoring alone, agreeing, visiting, reporting."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from uuid import uuid4

from assessments.editions.model import Edition
from labelling.applications.models import Application
from labelling.applications.queries import latest_submission, snapshot
from labelling.applications.schemes import edition_of, level_of
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.desk.demo_data import opinions
from labelling.desk.demo_data.answers import drift
from labelling.desk.demo_data.cases import Case
from labelling.desk.demo_data.timetable import Scene
from labelling.reviews import actions, queries
from labelling.reviews.actions import VisitRecord, Wish
from labelling.reviews.agreement import agreement_of
from labelling.reviews.models import PanelSeat
from labelling.reviews.outcomes import outcome_by_rules
from labelling.reviews.reporting.actions import rate_report
from labelling.settings import in_use

_PROVED = ("members-total", "members-firms", "income-total", "income-private")
_MEANT = ("2.2", "4.3")  # parts on which two assessors differ widely
_CHOSEN = 2  # of each half of the parts, what speaks for the whole application
_REMARKS = defaultdict(
    str,
    {
        11: "Part 5 could be shorter: our board read the first page only.",
        12: "We would have liked one example of how others do it.",
        13: "The next steps went into our plan for next year as they stand.",
        14: "Clear. We knew half of it, and now we know where to begin.",
    },
)


def invite(scene: Scene, case: Case) -> None:
    """Invite the team; the first one leads."""
    people = [actor.person_id for actor in case.assessors(scene.session, scene.now)]
    actions.invite_team(
        scene.session,
        actor=case.in_charge(scene.session, scene.now),
        application_id=case.application(scene.session).id,
        wishes=[Wish(one, leads=number == 0) for number, one in enumerate(people) if one],
        now=scene.now,
    )


def declare_independence(scene: Scene, case: Case) -> None:
    """Let each declare that nothing binds them to the organisation."""
    for actor in case.assessors(scene.session, scene.now):
        seat = seat_of(scene, case, actor)
        actions.declare(
            scene.session, actor=actor, seat_id=seat.id, kinds=[], text="", now=scene.now
        )


def score_first(scene: Scene, case: Case) -> None:
    """Let each score the first half of the parts."""
    scope = _scope(case.application(scene.session))
    for number, actor in enumerate(case.assessors(scene.session, scene.now)):
        _score(scene, case, actor, scope[: len(scope) // 2], strict=number > 0)


def score_rest(scene: Scene, case: Case) -> None:
    """Let each score the other half."""
    scope = _scope(case.application(scene.session))
    for number, actor in enumerate(case.assessors(scene.session, scene.now)):
        _score(scene, case, actor, scope[len(scope) // 2 :], strict=number > 0)


def hand_in(scene: Scene, case: Case) -> None:
    """Let each hand in."""
    for actor in case.assessors(scene.session, scene.now):
        actions.hand_in(
            scene.session, actor=actor, seat_id=seat_of(scene, case, actor).id, now=scene.now
        )


def compare(scene: Scene, case: Case) -> None:
    """Agree on every part, and go on to the visit; one alone has nothing to compare."""
    if len(case.team) == 1:
        return
    settle_small_differences(scene, case)
    application = case.application(scene.session)
    lead = case.assessors(scene.session, scene.now)[0]
    for part in agreement_of(scene.session, application, in_use().difference_points).open_parts:
        actions.agree_part(
            scene.session,
            actor=lead,
            application_id=application.id,
            part_id=part.part_id,
            score=Fraction(case.worth - 10),
            not_applicable=False,
            reason="One paper had been read by one of us only; both saw it then.",
            strengths="Small firms come back, and say for what.",
            improvements="Say which requests are turned down, and why.",
            version=0,
            discussed_from=in_use().difference_points,
            now=scene.now,
        )
    actions.open_visit(scene.session, actor=lead, application_id=application.id, now=scene.now)


def visit(scene: Scene, case: Case) -> None:
    """Record the interview or visit as of the day before."""
    application = case.application(scene.session)
    actions.record_visit(
        scene.session,
        actor=case.assessors(scene.session, scene.now)[0],
        application_id=application.id,
        record=VisitRecord(
            took_place_on=today(scene.now) - timedelta(days=1),
            present={
                "management": case.office.founder.name,
                "members": "Four owners of member firms, two of them with under 50 staff",
                "partners": "Head of the transfer office of the university",
            },
            notes="Papers were at hand. Two aims were followed from the plan to the invoice.",
            evidence_seen=list(_sources(scene, application).values())[:4],
            facts_verified=[f"{fact}.{scene.now.year - 1}" for fact in _PROVED],
            improvements_shown=3,
            improvements="Fixed review dates since last year\nA seat for the smallest firms\n"
            "Members hear what became of their proposals",
        ),
        now=scene.now,
    )


def close_agreement(scene: Scene, case: Case) -> None:
    """Close the agreement; the feedback report begins."""
    actions.close_agreement(
        scene.session,
        actor=case.assessors(scene.session, scene.now)[0],
        application_id=case.application(scene.session).id,
        discussed_from=in_use().difference_points,
        now=scene.now,
    )


def settle_small_differences(scene: Scene, case: Case) -> None:
    """Take the mean where two assessors are near each other; the wide ones stay to discuss."""
    actions.settle_by_mean(
        scene.session,
        actor=case.assessors(scene.session, scene.now)[0],
        application_id=case.application(scene.session).id,
        discussed_from=in_use().difference_points,
        now=scene.now,
    )


def write_report(scene: Scene, case: Case) -> None:
    """Write the summary; the agreed texts stay as they are."""
    application = case.application(scene.session)
    report = queries.feedback_report(scene.session, application.id)
    actions.write_feedback(
        scene.session,
        actor=case.assessors(scene.session, scene.now)[0],
        application_id=application.id,
        summary=opinions.summary(case.office.profile.name, level_of(application).name),
        texts={
            part_id: (said["strengths"], said["improvements"])
            for part_id, said in report.content["parts"].items()
        },
        version=report.version,
        now=scene.now,
    )


def release(scene: Scene, case: Case) -> None:
    """Send the draft to the organisation."""
    actions.release_feedback(
        scene.session,
        actor=case.in_charge(scene.session, scene.now),
        application_id=case.application(scene.session).id,
        now=scene.now,
    )


def observe(scene: Scene, case: Case) -> None:
    """Let the organisation correct a fact."""
    actions.write_observations(
        scene.session,
        actor=case.owner(scene.session, scene.now),
        application_id=case.application(scene.session).id,
        text="Part 3.2 says that members meet twice a year. Since last spring it is four times.",
        now=scene.now,
    )


def finish(scene: Scene, case: Case) -> None:
    """Make the report final."""
    actions.finish_feedback(
        scene.session,
        actor=case.assessors(scene.session, scene.now)[0],
        application_id=case.application(scene.session).id,
        now=scene.now,
    )


def recommend(scene: Scene, case: Case) -> None:
    """Recommend what the agreed scores give by the rules."""
    application = case.application(scene.session)
    rules = outcome_by_rules(scene.session, application)
    actions.recommend(
        scene.session,
        actor=case.assessors(scene.session, scene.now)[0],
        application_id=application.id,
        outcome=rules.outcome,
        level_id=rules.level_id,
        reason="This is what the agreed scores give; visit and papers fit each other.",
        now=scene.now,
    )


def rate(scene: Scene, case: Case) -> None:
    """Rate the final report: clear, fair and useful, from 1 to 5."""
    clear, fair, useful = (4 + drift(case.office.key, about) for about in ("clear", "fair", "use"))
    rate_report(
        scene.session,
        actor=case.owner(scene.session, scene.now),
        application_id=case.application(scene.session).id,
        marks=(clear, fair, useful),
        remark=_REMARKS[clear + fair + useful],
        now=scene.now,
    )


def _scope(application: Application) -> Sequence[str]:
    return edition_of(application).scope(level_of(application))


def seat_of(scene: Scene, case: Case, actor: Actor) -> PanelSeat:
    """Return the place that an assessor has on the team."""
    seats = queries.panel(scene.session, case.application(scene.session).id)
    return next(seat for seat in seats if seat.person_id == actor.person_id)


def _sources(scene: Scene, application: Application) -> dict[str, str]:
    """Return by part the id of the first piece that the frozen answer cites."""
    content = snapshot(scene.session, latest_submission(scene.session, application.id))
    return {part_id: one["evidence"][0]["id"] for part_id, one in content["answers"].items()}


def _score(
    scene: Scene, case: Case, actor: Actor, part_ids: Sequence[str], *, strict: bool
) -> None:
    application = case.application(scene.session)
    edition: Edition = edition_of(application)
    sources = _sources(scene, application)
    seat = seat_of(scene, case, actor)
    for number, part_id in enumerate(part_ids):
        severity = (40 if part_id in _MEANT else 5) if strict else 0
        actions.save_part_review(
            scene.session,
            actor=actor,
            seat_id=seat.id,
            part_id=part_id,
            judged=opinions.judged(
                edition.parts[part_id],
                case.office.key,
                f"{case.office.key}/{actor.name}",
                case.worth - severity,
                asks=opinions.asks_about(number, 2 * len(part_ids)),
                source=sources[part_id],
                chosen=number < _CHOSEN,
            ),
            version=0,
            save_id=uuid4(),
            now=scene.now,
        )
