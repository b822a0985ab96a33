"""No sequence of permitted requests tells an assessor what another says before both handed in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from labelling.core.access import Role
from labelling.reviews import policy
from tests.databases import Databases
from tests.labelling.reviews.inference import Inference
from tests.labelling.reviews.twins import Beginning

OK = 200
SHORT, LONG = (8, 12), (400, 40)


@pytest.fixture
def beginning(tmp_path: Path, databases: Databases) -> Iterator[Beginning]:
    found = Beginning(tmp_path, databases)
    yield found
    found.end()


def play(beginning: Beginning, examples: int, steps: int) -> None:
    machine = type("Scoring", (Inference,), {"beginning": beginning})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            phases=[Phase.generate],
        ),
    )


def test_no_sequence_of_requests_tells_another_assessors_scores(
    beginning: Beginning, long_campaign: bool
) -> None:
    play(beginning, *(LONG if long_campaign else SHORT))


def test_every_address_is_silent_after_the_other_has_handed_in(beginning: Beginning) -> None:
    """All there is to ask for, once, in each role, at the moment when there is most to tell."""
    machine = type("Once", (Inference,), {"beginning": beginning})()
    try:
        machine.begin()
        machine.ben_saves(5)
        machine.ben_hands_in()
        answered, telling = set(), []
        for address in beginning.addresses:
            for role in (Role.ASSESSOR, Role.OFFICER, Role.COMMITTEE):
                try:
                    if machine._anna_sees("GET", address, role=role) == OK:
                        answered.add(address)
                except AssertionError as told:
                    telling.append(str(told).splitlines()[0][:500])
        assert telling == []
    finally:
        machine.teardown()
    own = f"/reviews/{beginning.seats[machine.anna.person_id]}/parts/1.1"
    assert own in answered
    assert len(answered) > 20


@pytest.mark.parametrize("rule", ["_knows_scores", "_sees_review"])
def test_it_is_seen_where_a_rule_is_switched_off(
    beginning: Beginning, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if rule == "_knows_scores":
        monkeypatch.setattr(policy, rule, lambda *_: True)
    else:
        monkeypatch.setattr(policy, "_holds_seat", lambda _actor, _seat: True)
    machine = type("Once", (Inference,), {"beginning": beginning})()
    try:
        machine.begin()
        machine.ben_hands_in()
        with pytest.raises(AssertionError, match="tells something of Ben's scores"):
            for address in beginning.addresses:
                machine._anna_sees("GET", address)
    finally:
        machine.teardown()
