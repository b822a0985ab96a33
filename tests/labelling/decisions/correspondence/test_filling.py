"""Names in braces are replaced once, by plain text, and no other name passes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelling.core import i18n
from labelling.decisions.correspondence.filling import NAMES, SAMPLES, filled, strange
from labelling.decisions.correspondence.models import LetterKind
from labelling.decisions.correspondence.queries import shipped

EVERY = [(language, kind) for language in i18n.LANGUAGES for kind in LetterKind]


@pytest.mark.parametrize(("language", "kind"), EVERY)
def test_shipped_templates_name_only_what_their_letters_know(
    language: str, kind: LetterKind
) -> None:
    found = shipped(language)[kind]
    assert strange(found.subject + found.body, kind) == []
    assert "{" not in filled(found.subject + found.body, SAMPLES)


def test_every_name_has_a_sample() -> None:
    assert set().union(*NAMES.values()) == set(SAMPLES)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("{holder}", []),
        ("{holder.__class__}", ["holder.__class__"]),
        ("{holder!r} {0} {}", ["holder!r", "0", ""]),
        ("{{ holder }}", [" holder ", "{", "}"]),
        ("{% if x %}", ["% if x %"]),
        ("{number}", ["number"]),
        ("a { b", ["{"]),
        ("a } b", ["}"]),
    ],
)
def test_what_is_no_name_is_refused(text: str, unknown: list[str]) -> None:
    assert strange(text, LetterKind.NOT_AWARDED) == unknown


@given(st.text(), st.text())
def test_a_value_comes_out_as_it_went_in(before: str, value: str) -> None:
    plain = before.replace("{", "").replace("}", "")
    assert filled(plain + "{reason}", {"reason": value}) == plain + value


def test_a_value_is_not_looked_at_again() -> None:
    assert filled("{holder}: {reason}", {"holder": "{reason}", "reason": "R"}) == "{reason}: R"


def test_name_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        filled("{holder}", {})
