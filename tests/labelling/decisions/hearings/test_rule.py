"""The rule of hearings over all answers and days."""

from datetime import date
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from labelling.decisions.hearings.models import HearingAnswer, LabelHearing
from labelling.decisions.hearings.standing import is_heard_first, is_open, is_over
from labelling.decisions.models import DecisionState, LabelChange, LabelEventKind
from tests.labelling.decisions.hearings.making import DAY, LIFTED, SUSPENDED


@given(
    answered=st.booleans(),
    afterwards=st.booleans(),
    state=st.sampled_from([DecisionState.PREPARED, DecisionState.TAKEN, DecisionState.SENT_BACK]),
    offset=st.integers(-30, 30),
)
def test_a_hearing_is_open_or_over_by_answer_and_day(
    answered: bool, afterwards: bool, state: DecisionState, offset: int
) -> None:
    last = date(2026, 6, 11)
    hearing = LabelHearing(afterwards=afterwards, answer_by=last)
    given_ = HearingAnswer(text="x") if answered else None
    change = LabelChange(kind=SUSPENDED, state=state, urgent_reason="")
    day = last + offset * DAY
    assert is_over(hearing, given_, day) is (answered or offset > 0)
    in_time = offset <= 0 if afterwards else state is DecisionState.PREPARED
    assert is_open(hearing, given_, change, day) is (in_time and not answered)


@given(
    kind=st.sampled_from(list(LabelEventKind)),
    urgent=st.booleans(),
    asked=st.booleans(),
)
def test_holder_is_heard_first_unless_urgent_good_or_its_own_wish(
    kind: LabelEventKind, urgent: bool, asked: bool
) -> None:
    change = LabelChange(
        kind=kind, urgent_reason="x" if urgent else "", request_id=uuid4() if asked else None
    )
    assert is_heard_first(change) is not (kind is LIFTED or urgent or asked)
