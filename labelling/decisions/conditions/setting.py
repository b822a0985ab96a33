"""Setting conditions: what an officer proposes with a decision, and the committee decides on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from labelling.core import audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid
from labelling.core.i18n import lazy
from labelling.decisions.conditions.models import Condition
from labelling.decisions.models import Decision

MOST = 5
TEXT_LIMIT = 1000
PROOF_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """A condition to be set: what the holder does, by which day, and what will prove it."""

    text: str
    due_on: date
    proof: str = ""


def set_conditions(
    session: Session,
    *,
    actor: Actor,
    decision: Decision,
    conditions: Sequence[Wanted],
    now: datetime,
) -> list[Condition]:
    """Put conditions beside a decision, in the place of any before.

    It has no permission of its own: the action that calls it has required its own. Raises Invalid
    for none or too many, a day that is not after today, and a text that is missing or too long.
    """
    _refuse(conditions, today(now))
    session.execute(delete(Condition).where(Condition.decision_id == decision.id))
    rows = [
        Condition(
            decision_id=decision.id,
            number=number,
            text=one.text,
            proof=one.proof,
            due_on=one.due_on,
            set_at=now,
        )
        for number, one in enumerate(conditions, start=1)
    ]
    session.add_all(rows)
    session.flush()
    audit.record(
        session,
        actor,
        "conditions.set",
        decision,
        now,
        conditions=[
            {"text": row.text, "proof": row.proof, "due_on": row.due_on.isoformat()} for row in rows
        ],
    )
    return rows


def _refuse(conditions: Sequence[Wanted], day: date) -> None:
    if not conditions:
        raise Invalid(lazy("Write at least one condition."), field="text_1")
    if len(conditions) > MOST:
        raise Invalid(lazy("Up to %(most)s conditions can be set."), field="outcome", most=MOST)
    for number, one in enumerate(conditions, start=1):
        if not one.text or len(one.text) > TEXT_LIMIT:
            raise Invalid(
                lazy("Write what the holder is to do, in up to %(most)s characters."),
                field=f"text_{number}",
                most=TEXT_LIMIT,
            )
        if len(one.proof) > PROOF_LIMIT:
            raise Invalid(
                lazy("This text may have %(most)s characters."),
                field=f"proof_{number}",
                most=PROOF_LIMIT,
            )
        if one.due_on <= day:
            raise Invalid(lazy("Choose a day after today."), field=f"due_{number}")
