"""Every verb that the code writes into the audit trail has a name in words."""

from labelling.people.verbs import ACTS, SUBJECTS, verb_name
from tests.guards.verbs import verbs_in_code


def test_every_verb_has_a_name() -> None:
    verbs = verbs_in_code()
    assert len(verbs) > 100  # the walk has found them
    assert {verb for verb in verbs if _parts(verb)[0] not in SUBJECTS} == set()
    assert {verb for verb in verbs if _parts(verb)[1] not in ACTS} == set()


def test_no_name_is_left_without_its_verb() -> None:
    used = {_parts(verb) for verb in verbs_in_code()}
    assert set(SUBJECTS) - {subject for subject, _ in used} == set()
    assert set(ACTS) - {act for _, act in used} == set()


def test_verb_of_an_earlier_release_is_shown_as_written() -> None:
    assert verb_name("thing.done_long_ago") == "thing.done_long_ago"


def _parts(verb: str) -> tuple[str, str]:
    subject, _, act = verb.partition(".")
    return subject, act
