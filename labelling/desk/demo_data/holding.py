"""What holders owe while they hold the label: the yearly confirmation, a reported change."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.eligibility import Declared
from labelling.applications.schemes import edition_of
from labelling.core.access import PUBLIC
from labelling.core.clock import today
from labelling.decisions.models import Label
from labelling.decisions.surveillance import actions
from labelling.decisions.surveillance.actions import Agreed, Seen, Told
from labelling.decisions.surveillance.models import NoticeKind
from labelling.decisions.surveillance.receipts import new_receipt
from labelling.desk.demo_data import applying
from labelling.desk.demo_data.cases import Case
from labelling.desk.demo_data.timetable import Scene

_YES = Declared(holds=True, explanation="")


def confirm(scene: Scene, case: Case) -> None:
    """Bring the fact sheet up to date and confirm the year."""
    applying.fill_facts(scene, case)
    edition = edition_of(case.application(scene.session))
    declared = [rule.id for rule in edition.eligibility if rule.kind == "declared"]
    actions.confirm_year(
        scene.session,
        actor=case.owner(scene.session, scene.now),
        label_id=_label(scene.session, case).id,
        agreed=Agreed(dict.fromkeys(declared, _YES), conditions=_YES, mark=_YES),
        now=scene.now,
    )


def report_change(scene: Scene, case: Case) -> None:
    """Report that the office has another manager."""
    actions.report_change(
        scene.session,
        actor=case.owner(scene.session, scene.now),
        label_id=_label(scene.session, case).id,
        told=Told(
            kind=NoticeKind.MANAGEMENT,
            happened_on=today(scene.now) - timedelta(days=9),
            text="The managing director left at the end of the month. The deputy leads the office "
            "until the board has chosen somebody, in spring at the latest.",
        ),
        now=scene.now,
    )


def report_misuse(scene: Scene, case: Case) -> None:
    """Report, as anybody may, that a member firm shows the label as its own."""
    actions.report_misuse(
        scene.session,
        actor=PUBLIC,
        seen=Seen(
            text="The stand of a member firm shows the mark as if the firm held the label.",
            place="Trade fair, hall 4",
            number=_label(scene.session, case).number,
            seen_on=today(scene.now) - timedelta(days=2),
        ),
        receipt=new_receipt(),
        language="en",
        attachment=None,
        now=scene.now,
    )


def _label(session: Session, case: Case) -> Label:
    organisation_id = case.organisation(session).id
    return session.scalars(select(Label).where(Label.organisation_id == organisation_id)).one()
