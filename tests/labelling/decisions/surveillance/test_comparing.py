"""Findings arise once a cause, grow worse, and go: over all sequences of what is reported."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from labelling.decisions.surveillance.comparing import (
    BY_ITSELF,
    Cause,
    Known,
    Measured,
    compare,
)
from labelling.decisions.surveillance.models import FindingCause

CAUSES = st.builds(Cause, st.sampled_from(list(FindingCause)), st.sampled_from(["a", "b"]))
MEASURES = st.one_of(st.none(), st.integers(0, 5).map(Decimal))
MEASURED = MEASURES.map(lambda number: Measured(str(number), number))
STANDING = st.dictionaries(CAUSES, st.builds(Known, MEASURED, st.booleans()))
PRESENT = st.dictionaries(CAUSES, MEASURED)


@given(STANDING, PRESENT)
def test_every_cause_has_one_finding_and_people_settle_what_is_theirs(
    standing: dict[Cause, Known], present: dict[Cause, Measured]
) -> None:
    changes = compare(standing, present)
    after = (set(standing) | set(changes.arisen)) - set(changes.gone)
    assert set(changes.arisen).isdisjoint(standing)
    assert set(changes.gone).isdisjoint(present)
    assert set(present) <= after
    assert after - set(present) == {
        cause for cause in standing if cause.kind not in BY_ITSELF and cause not in present
    }


@given(STANDING, PRESENT)
def test_settled_findings_open_again_only_where_it_is_worse(
    standing: dict[Cause, Known], present: dict[Cause, Measured]
) -> None:
    changes = compare(standing, present)
    for cause, known in standing.items():
        now = present.get(cause)
        then, measure = known.measured.measure, now.measure if now is not None else None
        worse = then is not None and measure is not None and measure < then
        assert (cause in changes.reopened) == (known.settled and worse)
        if cause in changes.reported_anew:
            assert not known.settled
            assert now is not None
            assert now.reported != known.measured.reported


@given(PRESENT)
def test_second_look_at_the_same_facts_changes_nothing(present: dict[Cause, Measured]) -> None:
    standing = {cause: Known(measured, settled=False) for cause, measured in present.items()}
    changes = compare(standing, present)
    assert changes == compare({}, {})
