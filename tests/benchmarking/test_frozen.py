"""A frozen round: what its hash covers, and what it leaves out."""

import json
from dataclasses import replace
from fractions import Fraction

from benchmarking.figures import Entry, Sheet
from benchmarking.frozen import FrozenMember, FrozenRound
from benchmarking.peers import Partition, PeerGroup
from tests.benchmarking.examples import H1, H2, example_set

ENTRY = Entry(Fraction(5, 2), "thousand-eur", "B", Fraction(5), "as booked")
GROUPS = Partition("size", (PeerGroup(("small", "large"), frozenset({"b", "a"})),))


def frozen(entry: Entry = ENTRY, holding: str = "") -> FrozenRound:
    members = {
        "b": FrozenMember(Sheet(H1, {"B03": entry, "A01": Entry(None)}), holding),
        "a": FrozenMember(Sheet(H1, {})),
    }
    return FrozenRound(H1, 1, example_set(), members, (GROUPS,))


def test_canonical_form_has_exact_figures_and_no_notes() -> None:
    assert json.loads(frozen().canonical) == {
        "round": "2026-H1",
        "version": 1,
        "indicators": example_set().identity,
        "members": {
            "a": {"holding": "", "entries": {}},
            "b": {
                "holding": "",
                "entries": {
                    "A01": {"number": None, "unit": "", "grade": "", "accuracy": None},
                    "B03": {
                        "number": "5/2",
                        "unit": "thousand-eur",
                        "grade": "B",
                        "accuracy": "5",
                    },
                },
            },
        },
        "partitions": {"size": [{"bands": ["small", "large"], "members": ["a", "b"]}]},
    }


def test_hash_changes_with_every_figure_and_not_with_order_or_notes() -> None:
    one = frozen()
    turned = replace(one, members=dict(list(one.members.items())[::-1]))
    assert one.hash == turned.hash == frozen(replace(ENTRY, note="another")).hash
    others = {
        frozen(replace(ENTRY, number=Fraction(3))).hash,
        frozen(replace(ENTRY, grade="A")).hash,
        frozen(replace(ENTRY, number=None)).hash,
        frozen(holding="X").hash,
        replace(one, version=2).hash,
        replace(one, round=H2).hash,
        replace(one, partitions=()).hash,
    }
    assert len(others | {one.hash}) == 8
