"""No figure of fewer than three cases or assessors is left over between those that are shown."""

import csv
import io
from datetime import timedelta
from fractions import Fraction
from itertools import chain, combinations
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from assessments.severity.judgements import Said
from labelling.applications.models import Application, Call
from labelling.core.access import Role
from labelling.core.database import unit_of_work
from labelling.reviews.reliability.gathering import ClosedCase, Gathered
from labelling.reviews.reliability.withheld import (
    LEAST_ASSESSORS,
    LEAST_CASES,
    half_of,
    showable,
)
from tests.labelling.people.making import make_person, sign_in
from tests.labelling.reviews import making
from tests.labelling.reviews.reliability.many import closed_cases

PAGE = "/office/reliability"
CALLS = tuple(UUID(int=number) for number in range(1, 5))


def gathered_of(cases: list[tuple[int, int, int]]) -> Gathered:
    """Return closed cases, each by its call, its half-year, and which two of four scored it."""
    pairs = list(combinations("abcd", 2))
    found, said = [], []
    for number, (call, half, pair) in enumerate(cases):
        at = making.NOW - timedelta(days=183 * half)
        found.append(ClosedCase(str(number), CALLS[call], at))
        said += [Said(str(number), "1.1", one, Fraction(50)) for one in pairs[pair]]
    return Gathered(tuple(found), tuple(said), {})


def too_few(found: Gathered, cases: set[str]) -> bool:
    part = found.of(frozenset(cases))
    if len({(case.call_id, half_of(case)) for case in part.cases}) > len("abc"):
        return False  # so many half-years of calls have three cases at least
    return bool(cases) and (len(cases) < LEAST_CASES or part.assessors < LEAST_ASSESSORS)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 5)), max_size=14))
def test_whatever_sums_are_taken_of_what_is_shown_none_is_of_too_few(
    cases: list[tuple[int, int, int]],
) -> None:
    """An attacker subtracts any shown groups that do not overlap from any that holds them."""
    found = gathered_of(cases)
    everything = {case.id for case in found.cases}
    seen = showable(found)
    shown: list[set[str]] = [] if too_few(found, everything) else [everything]
    shown += [{case.id for case in found.cases if case.call_id == call} for call in seen.calls]
    shown += [{case.id for case in found.cases if half_of(case) == half} for half in seen.halves]
    shown += [
        {case.id for case in found.cases if (case.call_id, half_of(case)) == cell}
        for cell in seen.cells
    ]
    for whole in shown:
        assert not too_few(found, whole)
        inside = [one for one in shown if one < whole]
        for some in chain.from_iterable(combinations(inside, size) for size in range(1, 5)):
            if sum(map(len, some)) == len(set().union(*some)):
                assert not too_few(found, whole - set().union(*some)), (whole, some)


def test_a_single_case_of_a_further_call_is_not_what_is_left(client: FlaskClient) -> None:
    """Three cases of one call and four of all calls told what the fourth one's team said."""
    world = making.submitted()
    anna, ben, cleo = world.assessors
    teams = [[(anna, 40), (ben, 50)], [(ben, 50), (cleo, 70)], [(anna, 40), (cleo, 70)]]
    closed_cases(world, teams)
    [lonely] = closed_cases(world, [[(anna, 10), (cleo, 90)]])
    with unit_of_work() as session:
        first = session.scalars(select(Call)).one()
        columns = {one.key for one in Call.__mapper__.column_attrs} - {"id", "title"}
        other = Call(
            id=uuid4(), title="Another call", **{name: getattr(first, name) for name in columns}
        )
        session.add(other)
        session.flush()
        session.get_one(Application, lonely).call_id = other.id
        first_id = first.id
    sign_in(client, make_person("Quinn", roles=[Role.QUALITY]), Role.QUALITY)

    def lines(address: str) -> list[tuple[str, str, bool]]:
        text = client.get(address).data.decode("utf-8-sig")
        rows = csv.DictReader(io.StringIO(text))
        return [(row["kind"], row["cases"], row["alpha"] != "") for row in rows]

    assert {one for one in lines(f"{PAGE}.csv") if one[0] == "call"} == {
        ("call", "3", False),
        ("call", "1", False),
    }
    of_call = lines(f"{PAGE}.csv?call={first_id}")
    assert {one for one in of_call if one[0] != "call"} == {("period", "3", False)}
