"""No sequence of actions makes a label count that does not, or the log tell less or more."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.campaigns.label_life import LabelLife
from tests.databases import Databases

SHORT, LONG = (6, 30), (150, 60)


def test_no_sequence_of_actions_deceives_a_stranger(
    databases: Databases, engine_name: str, *, long_campaign: bool
) -> None:
    examples, steps = LONG if long_campaign else SHORT
    machine = type("Life", (LabelLife,), {"databases": databases, "engine": engine_name})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            phases=[Phase.generate, Phase.shrink],
        ),
    )
