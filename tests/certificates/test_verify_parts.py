"""Whole certificates, weighed by what they bring along: on any day, with lists, keys and proofs."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from certificates.canonical import canonical_json
from certificates.checkpoint import cosign
from certificates.dataintegrity import sign_document
from certificates.did import write_did_document
from certificates.issuerkeys import issuer_keys
from certificates.keymaking import new_key
from certificates.keys import Purpose
from certificates.logproof import read_proof, write_proof
from certificates.notes import KeyKind, verifier_key
from certificates.report import Check, LabelFacts, Report
from certificates.signing import TimeStamping
from certificates.standing import Change, History
from certificates.status import Purpose as ListPurpose
from certificates.trust import Bundle
from certificates.trustfile import read_bundle, write_bundle
from certificates.verify import verify
from tests.certificates import genuine
from tests.certificates.examples import (
    AS_OF,
    TODAY,
    bundle,
    document,
    event,
    german_sheet,
    label,
    moment,
    term,
)
from tests.certificates.genuine import LABEL, REVOKED, SUSPENDED, Register
from tests.certificates.issued import ANOTHER, DID
from tests.certificates.signed import AT
from tests.certificates.test_signing import authority

DAY = timedelta(days=1)
OLD_DID = "did:web:old.example"
PARTS = ["signature", "credential", "log", "document", "text"]
ON_A_DAY = ["reach", "dates", "label", "newest"]
REVOCATION, SUSPENSION = ListPurpose.REVOCATION, ListPurpose.SUSPENSION


def whole(**changes: Any) -> Bundle:
    """Return the bundle that lists the certificate, with changes of its trust."""
    register, issued = genuine.issued()
    return register.bundle(issued.document(), trust=register.trust(**changes))


def short(report: Report) -> tuple[bool | None, bool | None, str]:
    return report.valid, report.authentic, report.status


def answers(report: Report) -> dict[str, bool | None]:
    return {check.name: check.ok for check in report.checks}


def detail(report: Report, name: str) -> str:
    return next(check.detail for check in report.checks if check.name == name)


def test_a_whole_certificate_is_valid_with_every_answer_in_words() -> None:
    _, issued = genuine.issued()
    assert verify(issued.pdf, whole(), None, AS_OF) == Report(
        valid=True,
        authentic=True,
        status="active",
        as_of="2026-11-22T13:32:00Z",
        checks=(
            Check(
                "signature",
                True,
                "The issuer's signature covers the whole file and forbids any change.",
            ),
            Check(
                "credential",
                True,
                "Office of the label (fictitious) signed the credential, "
                "and nothing has changed in it since.",
            ),
            Check(
                "log",
                True,
                "The register's log has the credential as entry 2 since 29 May 2026; "
                "the time is the register's own word.",
            ),
            Check("document", True, "The file is, byte for byte, one that the register lists."),
            Check(
                "text",
                True,
                "The page says what the credential says: number, holder, level, dates and version.",
            ),
            Check(
                "reach",
                True,
                "The register's facts are of 22 November 2026, 13:32 UTC; "
                "they cover 22 November 2026.",
            ),
            Check(
                "dates",
                True,
                "22 November 2026 lies between its first day, 1 June 2026, "
                "and its last, 31 May 2028.",
            ),
            Check(
                "label",
                True,
                "The label was neither suspended, withdrawn nor revoked on 22 November 2026.",
            ),
            Check("newest", True, "No newer one had replaced it by 22 November 2026."),
        ),
        label=LabelFacts(
            id=LABEL,
            number="CE-2026-0417-R",
            holder="Alder Valley Mobility Cluster",
            level="silver",
            valid_from="2026-06-01",
            valid_until="2028-05-31",
            version=1,
        ),
    )


def test_a_bundle_that_went_through_its_file_answers_the_same() -> None:
    _, issued = genuine.issued()
    travelled = read_bundle(write_bundle(whole()))
    assert verify(issued.pdf, travelled, None, AS_OF) == verify(issued.pdf, whole(), None, AS_OF)


def test_a_certificate_in_another_language_is_read_too() -> None:
    register = Register()
    issued = register.issue(german_sheet())
    report = verify(issued.pdf, register.bundle(issued.document()), None, AS_OF)
    assert (short(report), answers(report)["text"]) == ((True, True, "active"), True)


# The second leaf.


def test_a_certificate_younger_than_the_bundle_is_genuine_and_its_status_unknown() -> None:
    register, issued = genuine.issued()
    report = verify(issued.pdf, register.bundle(), None, AS_OF)
    assert short(report) == (None, True, "unknown")
    assert report.exit_code == 2
    assert report.label.number == "CE-2026-0417-R"
    assert answers(report) == {
        **dict.fromkeys(PARTS, True),
        "document": None,
        "reach": None,
        "dates": True,
        "label": None,
        "newest": None,
    }
    assert detail(report, "reach").endswith("they do not have this certificate.")


def test_the_proof_beside_the_file_shows_that_the_log_has_it() -> None:
    register, issued = genuine.issued()
    report = verify(issued.pdf, register.bundle(), None, AS_OF, issued.proof)
    assert answers(report)["document"] is True
    assert detail(report, "document") == (
        "The register's log has this very file as entry 3 since 29 May 2026; "
        "the time is the register's own word."
    )


def test_without_its_label_in_the_bundle_status_is_unknown_but_its_own_dates_count() -> None:
    register, issued = genuine.issued()
    nothing = bundle(trust=register.trust())
    statuses = {
        day: short(verify(issued.pdf, nothing, day, AS_OF))
        for day in (date(2026, 5, 31), TODAY, date(2028, 6, 1))
    }
    assert statuses == {
        date(2026, 5, 31): (False, True, "none"),
        TODAY: (None, True, "unknown"),
        date(2028, 6, 1): (False, True, "expired"),
    }


def test_an_outside_witness_is_named_with_its_time() -> None:
    register, issued = genuine.issued()
    witness = verifier_key("witness.example", KeyKind.COSIGNATURE, ANOTHER)
    inside = read_proof(register.prove(issued.number))
    seen = cosign(inside.checkpoint, "witness.example", ANOTHER, AT + DAY)
    credential = issued.credential
    pdf = register.print(credential, write_proof(replace(inside, checkpoint=seen)))
    known, unknown = (
        verify(pdf, register.bundle(trust=register.trust(witnesses=witnesses)), None, AS_OF)
        for witnesses in ((witness,), ())
    )
    assert detail(known, "log") == (
        "The register's log has the credential as entry 2 since 29 May 2026; "
        "witness.example confirmed it from outside by 30 May 2026."
    )
    assert detail(unknown, "log").endswith("the time is the register's own word.")


@pytest.mark.parametrize("archive", [False, True], ids=["B-T", "B-LTA"])
def test_a_time_stamp_counts_under_a_pinned_root_alone(archive: bool) -> None:
    register, issued = genuine.issued()
    root, stamper = authority()
    stamping = TimeStamping(stamper, (root,), archive=archive, fetch=False)
    pdf = register.print(issued.credential, register.prove(issued.number), stamping=stamping)
    pinned, unknown = (
        verify(pdf, register.bundle(trust=register.trust(stamp_anchors=roots)), None, AS_OF)
        for roots in ((root,), ())
    )
    assert pinned.authentic is True
    assert " A time stamping authority confirms that it is not after " in detail(
        pinned, "signature"
    )
    assert short(unknown) == (False, False, "unknown")


# Status on a day: dated events for the past, signed lists for the present.


def lists(revoked: bool = False, suspended: bool = False, **changes: Any) -> tuple[bytes, ...]:
    register, _ = genuine.issued()
    return (
        register.status_list(REVOCATION, *([REVOKED] if revoked else []), **changes),
        register.status_list(SUSPENSION, *([SUSPENDED] if suspended else []), **changes),
    )


@pytest.mark.parametrize(
    ("revoked", "suspended", "expected"),
    [
        (False, False, (True, True, "active")),
        (False, True, (False, True, "suspended")),
        (True, False, (False, True, "revoked")),
        (True, True, (False, True, "suspended")),
    ],
)
def test_a_bit_in_a_list_counts_today(
    revoked: bool, suspended: bool, expected: tuple[bool | None, bool | None, str]
) -> None:
    _, issued = genuine.issued()
    trusted = whole(status_lists=lists(revoked, suspended))
    assert short(verify(issued.pdf, trusted, None, AS_OF)) == expected
    assert short(verify(issued.pdf, trusted, TODAY - DAY, AS_OF)) == (True, True, "active")


def test_a_bit_is_told_as_the_reason() -> None:
    _, issued = genuine.issued()
    report = verify(issued.pdf, whole(status_lists=lists(revoked=True)), None, AS_OF)
    assert [check for check in report.checks if check.ok is False] == [
        Check("label", False, "The signed status list says that it is revoked.")
    ]


def another_issuers() -> tuple[bytes, ...]:
    return lists(issuer="did:web:other.example")


def signed_by_another_key() -> tuple[bytes, ...]:
    foreign = Register(made={**genuine.issued()[0].made, Purpose.STATUS: new_key(
        Purpose.STATUS, AT, 1
    )})  # fmt: skip
    return tuple(map(foreign.status_list, genuine.LISTS))


def signed_under_an_old_name() -> tuple[bytes, ...]:
    register, _ = genuine.issued()
    (key,) = issuer_keys(OLD_DID, [register.made[Purpose.STATUS].public])
    private = register.ed25519(Purpose.STATUS)
    contents = map(json.loads, lists())
    unsigned = ({name: one[name] for name in one if name != "proof"} for one in contents)
    return tuple(
        canonical_json(sign_document(one, private, key.method, AS_OF), "A list") for one in unsigned
    )


@pytest.mark.parametrize(
    "given",
    [
        lambda: (),
        lambda: lists()[:1],
        lambda: lists()[1:],
        lambda: lists(at=AS_OF - 2 * DAY),
        lambda: lists(at=AS_OF + DAY),
        lambda: tuple(reversed(lists()[:1] * 2)),
        lambda: lists(address="https://label.example/status/revocation-2"),
        lambda: tuple(one.replace(b'"revocation"', b'"suspension"') for one in lists()),
        another_issuers,
        signed_by_another_key,
        signed_under_an_old_name,
        lambda: (b"{}", b'{"id":"https://label.example/status/revocation-1"}'),
    ],
)
def test_without_todays_lists_of_its_issuer_nothing_is_ever_valid(
    given: Callable[[], tuple[bytes, ...]],
) -> None:
    _, issued = genuine.issued()
    signing = [genuine.issued()[0].made[one].public for one in (Purpose.CREDENTIAL, Purpose.STATUS)]
    documents = tuple(write_did_document(did, issuer_keys(did, signing)) for did in (DID, OLD_DID))
    trusted = whole(status_lists=given(), did_documents=documents)
    report = verify(issued.pdf, trusted, None, AS_OF)
    assert short(report) == (None, True, "unknown")
    assert detail(report, "reach") == (
        "The register's facts are of 22 November 2026, 13:32 UTC, but a signed status list is "
        "missing or out of date. Fetch today's trust bundle and ask again."
    )


def test_past_days_are_answered_without_lists() -> None:
    _, issued = genuine.issued()
    trusted = whole(status_lists=())
    assert verify(issued.pdf, trusted, TODAY - DAY, AS_OF).valid is True
    assert verify(issued.pdf, trusted, TODAY - DAY, AS_OF + 30 * DAY).valid is True


@pytest.mark.parametrize(
    ("changes", "on", "expected"),
    [
        ([event(Change.SUSPENDED, TODAY)], None, "suspended"),
        ([event(Change.REVOKED, TODAY)], None, "revoked"),
        ([event(Change.REVOKED, TODAY)], TODAY - DAY, "active"),
        ([event(Change.WITHDRAWN, TODAY)], TODAY + DAY, "withdrawn"),
    ],
)
def test_an_event_counts_whatever_the_lists_say(
    changes: list[Any], on: date | None, expected: str
) -> None:
    register, issued = genuine.issued()
    entry = label(issued.document(), history=History((term(),), tuple(changes)))
    report = verify(issued.pdf, bundle(entry, trust=register.trust()), on, AS_OF)
    assert (report.authentic, report.status) == (True, expected)


def test_an_older_version_is_genuine_and_replaced_even_with_its_bit_set() -> None:
    register, issued = genuine.issued()
    second = document("b" * 64, version=2, issued_at=moment(date(2026, 9, 1)))
    trust = register.trust(status_lists=lists(revoked=True))
    trusted = register.bundle(issued.document(), second, trust=trust)
    report = verify(issued.pdf, trusted, None, AS_OF)
    assert short(report) == (False, True, "replaced")


def test_valid_is_what_the_checks_say() -> None:
    _, issued = genuine.issued()
    for revoked, suspended in ((False, False), (True, False), (False, True)):
        trusted = whole(status_lists=lists(revoked, suspended))
        for offset in (-300, -1, 0, 1, 900):
            report = verify(issued.pdf, trusted, TODAY + offset * DAY, AS_OF)
            told = set(answers(report).values())
            assert report.valid is (False if False in told else None if None in told else True)
            assert [check.name for check in report.checks] == PARTS + ON_A_DAY
            assert (report.valid is True) == (report.status == "active")


def test_a_clock_that_is_behind_the_registers_does_no_harm() -> None:
    _, issued = genuine.issued()
    assert verify(issued.pdf, whole(), None, AS_OF - timedelta(minutes=5)).valid is True
