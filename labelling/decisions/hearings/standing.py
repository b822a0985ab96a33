"""Which changes the holder is heard on first, and when the hearing is over. Pure."""

from datetime import date

from labelling.decisions.hearings.models import HearingAnswer, LabelHearing
from labelling.decisions.models import DecisionState, LabelChange, LabelEventKind

URGENT_KINDS = frozenset({LabelEventKind.SUSPENDED, LabelEventKind.REVOKED})


def is_heard_first(change: LabelChange) -> bool:
    """Say whether the holder is heard before the change is decided.

    Always, but where it is urgent, does the holder good, or carries out the holder's own wish.
    """
    if change.kind is LabelEventKind.LIFTED or change.request_id is not None:
        return False
    return not change.urgent_reason


def is_over(hearing: LabelHearing, answer: HearingAnswer | None, day: date) -> bool:
    """Say whether the holder has answered, or the last day for it is past."""
    return answer is not None or day > hearing.answer_by


def is_open(
    hearing: LabelHearing, answer: HearingAnswer | None, change: LabelChange, day: date
) -> bool:
    """Say whether the holder can answer.

    Before a change as long as it is not decided, a late answer too; afterwards by the last day.
    """
    if answer is not None:
        return False
    if hearing.afterwards:
        return day <= hearing.answer_by
    return change.state is DecisionState.PREPARED
