"""Tables written as TOML are the same when they are read again."""

import json
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.editions import editions
from assessments.editions.loader import load_toml
from assessments.editions.writing import toml

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
VALUES = st.one_of(TEXTS, st.booleans(), st.integers(-(2**53), 2**53))
TREES = st.recursive(
    st.dictionaries(TEXTS, st.one_of(VALUES, st.lists(TEXTS, max_size=3)), max_size=4),
    lambda inner: st.dictionaries(
        TEXTS, st.one_of(VALUES, inner, st.lists(inner, min_size=1, max_size=3)), max_size=4
    ),
    max_leaves=12,
)


@given(TREES)
def test_any_tables_come_back_as_they_were(tree: dict[str, object]) -> None:
    assert tomllib.loads(toml(tree)) == tree


@pytest.mark.parametrize("edition_id", [one.id for one in editions()])
def test_shipped_edition_comes_back_under_the_same_hash(edition_id: str) -> None:
    shipped = load_toml((files("assessments.editions") / f"{edition_id}.toml").read_bytes())
    again = load_toml(toml(json.loads(shipped.canonical)).encode())
    assert (again.identity, again) == (shipped.identity, shipped)
