import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.canonical import to_base64
from certificates.errors import BadInput
from certificates.keys import Purpose
from certificates.keysfile import write_keys
from certificates.standing import Change, Event, History, Term
from certificates.trust import Bundle, Document, Issuer, Label
from certificates.trustfile import read_bundle, write_bundle
from tests.certificates import genuine
from tests.certificates.examples import AS_OF, bundle, document, event, label, moment, term
from tests.certificates.issued import DID

FULL = bundle(
    label(
        document("a" * 64),
        document("b" * 64, version=2, issued_at=moment(date(2026, 9, 1))),
        history=History(
            (term(),),
            (
                event(Change.SUSPENDED, date(2026, 9, 3), "Changes were reported late."),
                event(Change.LIFTED, date(2026, 9, 21), ""),
            ),
        ),
    ),
    label(document("c" * 64), id="m3Pq8zW2sXcd", number="CE-2026-0418-N"),
)

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
MOMENTS = st.integers(0, 3 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(str.strip)
SPANS = st.builds(
    lambda start, days: (start, start + timedelta(days=days)), DAYS, st.integers(0, 900)
)


@st.composite
def labels(draw: st.DrawFn, position: int) -> Label:
    history = History(
        tuple(
            Term(f"t{place}", "silver", *draw(SPANS), draw(MOMENTS))
            for place in range(draw(st.integers(1, 3)))
        ),
        tuple(
            Event(kind, draw(DAYS), draw(MOMENTS), draw(st.just("") | TEXTS))
            for kind in draw(st.lists(st.sampled_from(Change), max_size=3))
        ),
    )
    documents = tuple(
        Document(
            version, "t0", "silver", *draw(SPANS), f"{position:032x}{version:032x}", draw(MOMENTS)
        )
        for version in range(1, draw(st.integers(1, 3)))
    )
    return Label(f"id{position}", f"N-{position}", draw(TEXTS), "AT", "silver", history, documents)


@st.composite
def bundles(draw: st.DrawFn) -> Bundle:
    count = draw(st.integers(0, 3))
    as_of = draw(MOMENTS)
    return Bundle(
        Issuer(draw(TEXTS), "https://label.example"),
        "Europe/Brussels",
        as_of,
        as_of + timedelta(hours=24),
        tuple(draw(labels(position)) for position in range(count)),
    )


def with_keys() -> Bundle:
    register, issued = genuine.issued()
    suspended = event(Change.SUSPENDED, date(2026, 9, 3))
    history = History((term(),), (replace(suspended, leaf=3),))
    return register.bundle(labels=(label(issued.document(), history=history),))


def test_a_bundle_with_keys_reads_back() -> None:
    assert read_bundle(write_bundle(with_keys())) == with_keys()


def test_keys_stand_in_the_file_as_documented() -> None:
    register, issued = genuine.issued()
    content = json.loads(write_bundle(with_keys()))
    root = register.public.of(Purpose.ROOT)[0]
    assert content["v"] == 2
    assert content["keys"] == write_keys(register.public)
    assert content["anchors"] == [to_base64(root.chain[0])]
    assert content["stamp_anchors"] == []
    assert [document["id"] for document in content["did_documents"]] == [DID]
    assert [listed["id"] for listed in content["status_lists"]] == list(genuine.LISTS.values())
    assert content["log"] == {
        "keys": [register.log_key.vkey],
        "witnesses": [],
        "checkpoint": register.checkpoint().decode(),
    }
    entry = content["labels"][0]
    assert entry["events"][0]["leaf"] == 3
    assert entry["documents"][0]["leaf"] == issued.number
    assert entry["documents"][0]["credential_sha256"] == sha256(issued.credential).hexdigest()


@given(bundles())
def test_what_is_written_reads_back(written: Bundle) -> None:
    assert read_bundle(write_bundle(written)) == written


def test_the_file_is_as_documented() -> None:
    content = json.loads(write_bundle(bundle(label(document("a" * 64)))))
    assert content == {
        "v": 1,
        "issuer": {
            "name": "Office of the label (fictitious)",
            "url": "https://label.example",
        },
        "time_zone": "Europe/Brussels",
        "as_of": "2026-11-22T13:32:00Z",
        "valid_until": "2026-11-23T13:32:00Z",
        "labels": [
            {
                "id": "k7Qm2xV9tRab",
                "number": "CE-2026-0417-R",
                "holder": "Alder Valley Mobility Cluster",
                "country": "AT",
                "level": "silver",
                "terms": [
                    {
                        "id": "t1",
                        "level": "silver",
                        "valid_from": "2026-06-01",
                        "valid_until": "2028-05-31",
                        "recorded_at": "2026-06-01T09:00:00Z",
                    }
                ],
                "events": [],
                "documents": [
                    {
                        "version": 1,
                        "term": "t1",
                        "level": "silver",
                        "valid_from": "2026-06-01",
                        "valid_until": "2028-05-31",
                        "sha256": "a" * 64,
                        "issued_at": "2026-05-29T09:00:00Z",
                    }
                ],
            }
        ],
    }


Spoiling = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda b: b.update(v=3), "of version 3; this verifier reads up to version 2"),
        (lambda b: b.update(v=2), "lacks 'log'"),
        (lambda b: b.update(v=True), "bundle.v must be a whole number"),
        (lambda b: b.update(keys=[]), "unknown key: 'keys'"),
        (lambda b: b["issuer"].update(mail="x"), "bundle.issuer has an unknown key: 'mail'"),
        (lambda b: b.pop("time_zone"), "lacks 'time_zone'"),
        (lambda b: b.update(time_zone="Europe/Nowhere"), "'Europe/Nowhere' is not known here"),
        (lambda b: b.update(time_zone="../../etc/passwd"), "is not known here"),
        (lambda b: b.update(as_of="2026-11-22T13:32:00"), "as_of must be a moment"),
        (lambda b: b.update(as_of="2026-11-31T13:32:00Z"), "as_of must be a moment"),
        (lambda b: b.update(valid_until=b["as_of"]), "valid for up to 24 hours"),
        (lambda b: b.update(valid_until="2026-11-24T13:32:00Z"), "valid for up to 24 hours"),
        (lambda b: b.update(labels={}), "labels must be a list"),
        (lambda b: b["labels"].append(3), r"labels\[2\] must be an object"),
        (lambda b: b["labels"].append(b["labels"][0]), "same id twice"),
        (lambda b: b["labels"][1].update(number="CE-2026-0417-R"), "same number twice"),
        (lambda b: b["labels"][1]["documents"][0].update(sha256="a" * 64), "same sha256 twice"),
        (lambda b: b["labels"][0].update(holder=" "), r"labels\[0\].holder must be a text"),
        (lambda b: b["labels"][0].update(holder="x" * 2001), r"labels\[0\].holder must be a text"),
        (lambda b: b["labels"][0].update(country="at"), "country must be a text"),
        (lambda b: b["labels"][0]["terms"][0].update(valid_until="2026-05-31"), "before it begins"),
        (lambda b: b["labels"][0]["terms"][0].update(valid_until="20280531"), "must be a day"),
        (lambda b: b["labels"][0]["terms"].append(b["labels"][0]["terms"][0]), "an id twice"),
        (lambda b: b["labels"][0]["events"][0].update(kind="paused"), "'paused' is not known"),
        (lambda b: b["labels"][0]["documents"][0].update(term="t9"), "a term that is not listed"),
        (lambda b: b["labels"][0]["documents"][0].update(sha256="A" * 64), "sha256 must be"),
        (lambda b: b["labels"][0]["documents"][0].update(version=0), "whole number from 1"),
    ],
)
def test_a_bundle_that_is_not_understood_whole_is_refused(spoil: Spoiling, sentence: str) -> None:
    content = json.loads(write_bundle(FULL))
    spoil(content)
    with pytest.raises(BadInput, match=sentence):
        read_bundle(json.dumps(content).encode())


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda b: b["keys"].pop(), "a key that is not among the keys for checkpoints"),
        (lambda b: b["keys"].pop(2), "did_documents names a key that is not among the keys"),
        (lambda b: b["anchors"].clear(), "anchors are not the roots among its keys"),
        (lambda b: b["anchors"].append("x"), "is not base64"),
        (lambda b: b["log"]["keys"].clear(), "is not signed by a known key"),
        (lambda b: b["log"]["keys"].append(b["log"]["keys"][0]), "has a key twice"),
        (lambda b: b["log"]["witnesses"].append(b["log"]["keys"][0]), "of another kind"),
        (lambda b: b["log"].update(checkpoint="label.example/log"), "signed note"),
        (lambda b: b["log"].update(size=3), "log has an unknown key: 'size'"),
        (lambda b: b["did_documents"][0].update(id="did:web:other.example"), "named after its key"),
        (lambda b: b["did_documents"].append([]), "did_documents must be a list of objects"),
        (lambda b: b["did_documents"].extend([{}] * 1001), "may have 1000 entries"),
        (lambda b: b["status_lists"].append({"x": "x" * 300_000}), "entries of 256 kB each"),
        (lambda b: b["stamp_anchors"].append("AAAA" * 2731), "a certificate of over 8 kB"),
        (lambda b: b["labels"][0]["documents"][0].update(leaf=-1), "leaf must be a whole number"),
        (lambda b: b["labels"][0]["documents"][0].update(credential_sha256=""), "must be a text"),
    ],
)
def test_keys_that_do_not_fit_together_are_refused(spoil: Spoiling, sentence: str) -> None:
    content = json.loads(write_bundle(with_keys()))
    spoil(content)
    with pytest.raises(BadInput, match=sentence):
        read_bundle(json.dumps(content).encode())


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not JSON: line 1, column 1"),
        (b"[]", "must be an object"),
        (b"\xff", "not UTF-8"),
        (b'{"v": 1,\n "v": 1}', "the key 'v' stands twice"),
        (b'{"v": NaN}', "'NaN' has no place here"),
        (b'{"v": 1.0}', "'1.0' has no place here"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"v": ' + b"9" * 5000 + b"}", "limit"),
    ],
)
def test_what_is_no_json_of_ours_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_bundle(data)


def test_a_day_is_the_schemes_civil_day() -> None:
    late = AS_OF.replace(hour=23, minute=30)
    assert bundle().day_of(late) == date(2026, 11, 23)
