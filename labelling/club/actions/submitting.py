"""Answering what checks ask, and sending the sheet."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club import queries
from labelling.club.actions.entering import refuse_closed
from labelling.club.models import SoftAnswer
from labelling.club.reasons import reason
from labelling.club.standing import SheetState, own_figures, sheet_state
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.core.i18n import gettext, lazy, ngettext
from labelling.core.permissions import Permission

LONGEST_ANSWER = 500


def answer_finding(
    session: Session,
    *,
    actor: Actor,
    part_id: UUID,
    finding_id: str,
    answer: str,
    now: datetime,
) -> SoftAnswer:
    """Say that a figure is right as it is, and why; the answer is kept with the figures it names.

    Raises NotFound where nothing of this name is asked any more.
    """
    part = queries.part_for(session, actor, part_id, now)
    access.require(actor, Permission.FIGURES_EDIT, part, now=now)
    refuse_closed(part.round, now)
    if not answer.strip() or len(answer) > LONGEST_ANSWER:
        raise Invalid(
            lazy("Write in up to %(most)s characters why it is right."),
            field=finding_id,
            most=LONGEST_ANSWER,
        )
    state = sheet_state(session, part)
    asked = next((one.finding for one in state.questions if one.finding.id == finding_id), None)
    if asked is None:
        raise NotFound
    row = SoftAnswer(
        round_member_id=part_id,
        finding=asked.id,
        figures=own_figures(asked),
        answer=answer,
        answered_at=now,
        answered_by=actor.person_id,
    )
    session.add(row)
    audit.record(session, actor, "figures.confirmed", part.row, now, finding=asked.id)
    return row


def submit_figures(session: Session, *, actor: Actor, part_id: UUID, now: datetime) -> bool:
    """Send a member's figures as they stand; say whether they came late.

    The first sending after the last day is late: it counts from the second frozen version on.
    What is changed afterwards counts when it is sent again. Raises NotNow where figures are
    missing, do not agree, or a question of the checks waits.
    """
    part = queries.part_for(session, actor, part_id, now)
    access.require(actor, Permission.FIGURES_SUBMIT, part, now=now)
    refuse_closed(part.round, now)
    state = sheet_state(session, part)
    if state.open:
        raise NotNow(
            ngettext(
                "%(num)s figure is open: %(names)s.",
                "%(num)s figures are open, the first are: %(names)s.",
                len(state.open),
                names=", ".join(one.name for one in state.open[:3]),
            ),
            kept=lazy("All that you entered is saved."),
            advice=lazy("Enter each figure, or say that it was not collected."),
        )
    if state.refused:
        raise NotNow(
            gettext("Figures do not agree: %(reason)s", reason=reason(state.set, state.refused[0])),
            kept=lazy("All that you entered is saved."),
        )
    if state.unanswered:
        raise NotNow(
            ngettext(
                "%(num)s question about your figures waits for an answer.",
                "%(num)s questions about your figures wait for an answer.",
                len(state.unanswered),
            ),
            kept=lazy("All that you entered is saved."),
        )
    # Whoever saved while this waited for its turn may have a later clock: what was read is sent.
    sent_at = max([now, *(row.saved_at for row in state.rows.values())])
    before = part.row.resubmitted_at or part.row.submitted_at
    if part.row.submitted_at is None:
        part.row.submitted_at, part.row.submitted_by = sent_at, actor.person_id
        part.row.late = today(now) > part.round.closes_on
    else:
        part.row.resubmitted_at = sent_at
    audit.record(
        session,
        actor,
        "figures.submitted",
        part.row,
        now,
        late=part.row.late,
        again=part.row.resubmitted_at is not None,
        figures=len(state.rows),
        touched=sorted(
            name for name, row in state.rows.items() if before is None or row.saved_at > before
        ),
        sheet=_fingerprint(state),
    )
    return part.row.late


def _fingerprint(state: SheetState) -> str:
    """Return the SHA-256 of which revisions were sent.

    Their keys are random, so that no figure can be guessed from it, and the rows tell the rest.
    """
    sent = sorted(f"{name} {row.id}" for name, row in state.rows.items())
    return sha256("\n".join(sent).encode()).hexdigest()
