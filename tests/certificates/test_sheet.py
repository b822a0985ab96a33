import json
from datetime import date
from typing import Any

import pytest

from certificates.errors import BadInput
from certificates.sheet import LONGEST, Signatory
from tests.certificates.examples import sheet


def test_the_canonical_form_is_the_same_for_equal_sheets_and_says_everything() -> None:
    one = sheet(signatories=(Signatory(name="Erika Beispiel", role="Chair"),))
    again = sheet(signatories=(Signatory(name="Erika Beispiel", role="Chair"),))
    assert one.canonical() == again.canonical()
    assert json.loads(one.canonical()) == {
        "v": 1,
        "scheme": "Cluster Excellence Label",
        "holder": "Alder Valley Mobility Cluster",
        "place": "Graz",
        "country": "Austria",
        "level_id": "silver",
        "level": "Silver",
        "level_ordinal": 2,
        "level_count": 3,
        "scope": "It covers the cluster organisation and its services to members, "
        "not the member firms or their products.",
        "edition": "Cluster Excellence, edition 2026",
        "valid_from": "2026-06-01",
        "valid_until": "2028-05-31",
        "decided_by": "the committee of the label",
        "decided_on": "2026-05-28",
        "decided_in": "Brussels",
        "number": "CE-2026-0417-R",
        "version": 1,
        "address": "https://label.example/labels/k7Qm2xV9tRab",
        "language": "en",
        "names_language": "",
        "design": "",
        "signatories": [{"name": "Erika Beispiel", "role": "Chair"}],
        "demo": False,
    }


@pytest.mark.parametrize(
    "changes",
    [{"holder": "Another Cluster"}, {"version": 2}, {"demo": True}, {"decided_in": ""}],
)
def test_a_different_sheet_has_a_different_fingerprint(changes: dict[str, Any]) -> None:
    assert sheet(**changes).fingerprint() != sheet().fingerprint()


def test_texts_are_trimmed_and_composed() -> None:
    decomposed = "  Kla" + "\u0308" + "rwerk "
    assert sheet(holder=decomposed).holder == "Klärwerk"


def test_the_address_is_printed_in_two_lines() -> None:
    printed = sheet(address="http://127.0.0.1:8000/labels/k7Qm2xV9tRab").shown_address
    assert printed == ("127.0.0.1:8000/labels/", "k7Qm2xV9tRab")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"holder": "  "}, "holder is missing"),
        ({"holder": "x" * (LONGEST["holder"] + 1)}, "holder has 161 characters; 160 fit"),
        ({"holder": "Cluster\u202etxet"}, "invisible character, U\\+202E"),
        ({"scope": "One\nTwo"}, "invisible character, U\\+000A"),
        ({"level_ordinal": 4}, "Level 4 of 3 cannot be drawn"),
        ({"level_ordinal": 0}, "Level 0 of 3 cannot be drawn"),
        ({"level_count": 6}, "Level 2 of 6 cannot be drawn"),
        ({"valid_until": date(2026, 5, 31)}, "end before it begins"),
        ({"version": 0}, "first version of a certificate is 1"),
        ({"language": "xx"}, "no certificate in the language 'xx'"),
        ({"signatories": (Signatory(name="A"),) * 4}, "up to 3 persons"),
        ({"address": "javascript:alert(1)"}, "not the plain web address"),
        ({"address": "https://label.example/labels/a?x=1"}, "not the plain web address"),
        ({"address": "https://me@label.example/labels/a"}, "not the plain web address"),
        ({"address": "https://[::1/labels/a"}, "not the plain web address"),
    ],
)
def test_what_cannot_be_printed_is_refused(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        sheet(**changes)


def test_a_signatory_needs_a_name() -> None:
    with pytest.raises(BadInput, match="name is missing"):
        Signatory(name="", role="Chair")
