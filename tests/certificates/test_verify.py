import random
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest

from certificates.document import render
from certificates.report import Check, LabelFacts, Report
from certificates.standing import Change, Event, History, Status, status_on
from certificates.trust import Bundle, Document
from certificates.verify import verify
from tests.certificates.examples import (
    AS_OF,
    PDF,
    TODAY,
    bundle,
    document,
    event,
    label,
    moment,
    sheet,
    term,
)

DAY = timedelta(days=1)
HASH = sha256(PDF).hexdigest()
NAMES = ["file", "reach", "dates", "label", "newest"]
FIRST, LAST = date(2026, 6, 1), date(2028, 5, 31)


def with_events(*events: Event, **changes: object) -> Bundle:
    return bundle(label(document(HASH), history=History((term(),), events)), **changes)


def short(report: Report) -> tuple[bool | None, bool | None, str]:
    return report.valid, report.authentic, report.status


def test_a_certificate_in_force_is_valid_with_its_facts() -> None:
    report = verify(PDF, bundle(label(document(HASH))), None, AS_OF)
    assert report == Report(
        valid=True,
        authentic=True,
        status="active",
        as_of="2026-11-22T13:32:00Z",
        checks=(
            Check("file", True, "The file is, byte for byte, one that the register issued."),
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
            id="k7Qm2xV9tRab",
            number="CE-2026-0417-R",
            holder="Alder Valley Mobility Cluster",
            level="silver",
            valid_from="2026-06-01",
            valid_until="2028-05-31",
            version=1,
        ),
    )
    assert report.exit_code == 0


def test_the_report_has_the_contracts_keys() -> None:
    content = verify(PDF, bundle(label(document(HASH))), None, AS_OF).as_dict()
    assert list(content) == ["valid", "authentic", "status", "as_of", "checks", "label"]
    checks = content["checks"]
    assert isinstance(checks, list)
    assert [list(check) for check in checks] == [["name", "ok", "detail"]] * 5
    assert isinstance(content["label"], dict)
    assert list(content["label"]) == [
        "id",
        "number",
        "holder",
        "level",
        "valid_from",
        "valid_until",
        "version",
    ]


def test_without_a_bundle_nothing_can_be_known() -> None:
    report = verify(PDF, None, None, AS_OF)
    assert short(report) == (None, None, "unknown")
    assert (report.as_of, report.label, report.exit_code) == (None, LabelFacts(), 2)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 8, 1), (True, True, "active")),
        (None, (True, True, "active")),
        (date(2026, 8, 3), (None, True, "unknown")),
        (date(2026, 11, 22), (None, True, "unknown")),
    ],
)
def test_a_bundle_from_the_future_knows_no_day_that_has_not_come(
    on: date | None, said: tuple[bool | None, bool, str]
) -> None:
    now = datetime(2026, 8, 2, 12, tzinfo=UTC)
    assert short(verify(PDF, bundle(label(document(HASH))), on, now)) == said


def test_every_byte_and_bit_of_the_file_counts() -> None:
    trusted = bundle(label(document(HASH)))
    for place in range(len(PDF)):
        for bit in range(8):
            flipped = bytearray(PDF)
            flipped[place] ^= 1 << bit
            assert short(verify(bytes(flipped), trusted, None, AS_OF)) == (False, False, "unknown")


def test_a_printed_certificate_is_refused_after_any_change() -> None:
    pdf = render(sheet())
    trusted = bundle(label(document(sha256(pdf).hexdigest())))
    assert short(verify(pdf, trusted, None, AS_OF)) == (True, True, "active")
    places = random.Random(1).sample(range(len(pdf)), 500)  # noqa: S311 (places to try, no secret)
    changed = [pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :] for place in places]
    for forged in (*changed, pdf + b"\n", pdf[:-1], b""):
        report = verify(forged, trusted, None, AS_OF)
        assert short(report) == (False, False, "unknown")
        assert (report.label, report.exit_code) == (LabelFacts(), 1)
        assert [check.ok for check in report.checks] == [False, None, None, None, None]


def test_a_file_that_an_old_bundle_lacks_may_be_younger() -> None:
    (check, *_) = verify(PDF, bundle(), None, AS_OF + 30 * DAY).checks
    assert check == Check(
        "file",
        False,
        "The file is not, byte for byte, one that the register had issued by "
        "22 November 2026, 13:32 UTC. If it is younger, fetch today's trust bundle and ask again.",
    )


SUSPENDED = (
    event(Change.SUSPENDED, date(2026, 9, 3), "Changes were reported late."),
    event(Change.LIFTED, date(2026, 9, 21), "The list was checked."),
)


@pytest.mark.parametrize(
    ("events", "on", "expected"),
    [
        ((), None, (True, "active")),
        ((), FIRST - DAY, (False, "none")),
        ((), FIRST, (True, "active")),
        (SUSPENDED, date(2026, 9, 2), (True, "active")),
        (SUSPENDED, date(2026, 9, 3), (False, "suspended")),
        (SUSPENDED, date(2026, 9, 21), (False, "suspended")),
        (SUSPENDED, date(2026, 9, 22), (True, "active")),
        (SUSPENDED, None, (True, "active")),
        ((event(Change.REVOKED, date(2026, 10, 1)),), date(2026, 9, 30), (True, "active")),
        ((event(Change.REVOKED, date(2026, 10, 1)),), date(2026, 10, 1), (False, "revoked")),
        ((event(Change.WITHDRAWN, TODAY),), None, (False, "withdrawn")),
    ],
)
def test_a_day_is_answered_from_dated_events(
    events: tuple[Event, ...], on: date | None, expected: tuple[bool, str]
) -> None:
    report = verify(PDF, with_events(*events), on, AS_OF)
    assert (report.valid, report.status) == expected
    assert report.authentic


def test_a_suspension_is_told_with_its_day_and_reason() -> None:
    report = verify(PDF, with_events(*SUSPENDED), date(2026, 9, 10), AS_OF)
    assert report.checks[3] == Check(
        "label",
        False,
        "The label is suspended since 3 September 2026: Changes were reported late.",
    )
    assert report.exit_code == 1


# Beyond the bundle only what can no longer change is said.


@pytest.mark.parametrize(
    ("events", "on", "now", "expected"),
    [
        ((), None, AS_OF + timedelta(hours=23), (True, "active")),
        ((), None, AS_OF + timedelta(hours=25), (None, "unknown")),
        ((), TODAY + DAY, AS_OF, (None, "unknown")),
        ((), TODAY + DAY, AS_OF + timedelta(hours=20), (True, "active")),
        ((), TODAY, AS_OF + timedelta(hours=24), (True, "active")),
        ((), TODAY, AS_OF + 30 * DAY, (None, "unknown")),
        ((), TODAY - DAY, AS_OF + 30 * DAY, (True, "active")),
        ((), TODAY + DAY, AS_OF + 30 * DAY, (None, "unknown")),
        ((), LAST, AS_OF + 2000 * DAY, (None, "unknown")),
        ((), LAST + DAY, AS_OF, (False, "expired")),
        (SUSPENDED[:1], TODAY + DAY, AS_OF, (None, "unknown")),
        ((event(Change.REVOKED, TODAY),), TODAY + DAY, AS_OF, (False, "revoked")),
        ((event(Change.WITHDRAWN, TODAY),), LAST + DAY, AS_OF, (False, "withdrawn")),
    ],
)
def test_a_day_beyond_the_bundle_is_unknown_unless_it_follows_anyway(
    events: tuple[Event, ...], on: date | None, now: datetime, expected: tuple[bool | None, str]
) -> None:
    report = verify(PDF, with_events(*events), on, now)
    assert (report.valid, report.status) == expected
    assert report.authentic


def test_no_old_bundle_calls_a_day_valid_on_which_the_label_was_revoked() -> None:
    """What was decided after a bundle was made, on its own day, counts on that day."""
    noon, evening, later = AS_OF, AS_OF + timedelta(hours=5), AS_OF + 30 * DAY
    early = label(document(HASH))
    revoked = Event(Change.REVOKED, TODAY, evening, "False figures.")
    late = label(document(HASH), history=History(early.history.terms, (revoked,)))
    assert verify(PDF, bundle(late, as_of=evening), TODAY, later).status == "revoked"
    before = verify(PDF, bundle(early, as_of=noon), TODAY, later)
    assert (before.valid, before.status) == (None, "unknown")


def test_an_unknown_day_exits_with_2_and_says_how_far_the_facts_reach() -> None:
    report = verify(PDF, with_events(), TODAY + DAY, AS_OF)
    assert report.exit_code == 2
    assert report.checks[1] == Check(
        "reach",
        None,
        "The register's facts are of 22 November 2026, 13:32 UTC; "
        "on their own they cannot say how 23 November 2026 was.",
    )


def test_today_is_the_schemes_day() -> None:
    late = AS_OF.replace(hour=23, minute=30)
    ends_today = document(HASH, valid_until=TODAY)
    history = History((term(end=TODAY),))
    trusted = bundle(label(ends_today, history=history))
    assert verify(PDF, trusted, None, late.replace(hour=22)).status == "active"
    assert verify(PDF, trusted, None, late).status == "expired"


# Newer versions and terms.


def newer_version(issued: date) -> Bundle:
    second = document("b" * 64, version=2, issued_at=moment(issued))
    return bundle(label(document(HASH), second))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 8, 31), (True, "active")),
        (date(2026, 9, 1), (False, "replaced")),
        (None, (False, "replaced")),
        (TODAY + 400 * DAY, (False, "replaced")),
    ],
)
def test_a_newer_version_replaces_from_the_day_it_was_issued(
    on: date | None, expected: tuple[bool, str]
) -> None:
    report = verify(PDF, newer_version(date(2026, 9, 1)), on, AS_OF)
    assert (report.valid, report.status) == expected
    assert report.authentic


def test_the_newer_version_is_named() -> None:
    report = verify(PDF, newer_version(date(2026, 9, 1)), None, AS_OF)
    assert report.checks[4] == Check(
        "newest", False, "Version 2 of this certificate replaced it on 1 September 2026."
    )


def test_the_newer_version_itself_is_valid() -> None:
    first = document("b" * 64)
    second = document(HASH, version=2, issued_at=moment(date(2026, 9, 1)))
    trusted = bundle(label(first, second))
    assert short(verify(PDF, trusted, None, AS_OF)) == (True, True, "active")


def upgraded(mine: Document, other: Document) -> Bundle:
    gold = term("t2", level="gold", start=date(2026, 10, 1), end=date(2028, 9, 30))
    return bundle(label(mine, other, level="gold", history=History((term(), gold))))


GOLD = {
    "term": "t2",
    "level": "gold",
    "valid_from": date(2026, 10, 1),
    "valid_until": date(2028, 9, 30),
}


@pytest.mark.parametrize(
    ("on", "old", "new"),
    [
        (date(2026, 9, 30), "active", "none"),
        (date(2026, 10, 1), "replaced", "active"),
        (None, "replaced", "active"),
        (date(2028, 6, 1), "replaced", "unknown"),
        (date(2028, 10, 1), "replaced", "expired"),
    ],
)
def test_a_new_term_replaces_from_its_first_day_even_if_it_was_issued_before(
    on: date | None, old: str, new: str
) -> None:
    early = moment(date(2026, 9, 15))
    silver_mine = upgraded(document(HASH), document("b" * 64, **GOLD, issued_at=early))
    gold_mine = upgraded(document(HASH, **GOLD, issued_at=early), document("b" * 64))
    statuses = [verify(PDF, trusted, on, AS_OF).status for trusted in (silver_mine, gold_mine)]
    assert statuses == [old, new]


def test_a_suspended_label_is_suspended_whatever_the_version() -> None:
    second = document("b" * 64, version=2, issued_at=moment(date(2026, 9, 1)))
    history = History((term(),), (event(Change.SUSPENDED, date(2026, 9, 3)),))
    trusted = bundle(label(document(HASH), second, history=history))
    assert verify(PDF, trusted, None, AS_OF).status == "suspended"


def test_the_verifier_agrees_with_the_computation_of_the_application() -> None:
    history = History(
        (term(), term("t2", start=LAST + DAY, end=date(2031, 5, 31))),
        (*SUSPENDED, event(Change.WITHDRAWN, date(2029, 3, 1))),
    )
    as_of = datetime(2032, 1, 1, tzinfo=UTC)
    trusted = bundle(label(document(HASH), history=history), as_of=as_of, valid_until=as_of + DAY)
    day = FIRST - 3 * DAY
    while day <= LAST:
        assert verify(PDF, trusted, day, as_of).status == status_on(history, day).status
        day += DAY


@pytest.mark.parametrize("events", [(), SUSPENDED, (event(Change.REVOKED, TODAY),)])
def test_valid_is_what_the_checks_say(events: tuple[Event, ...]) -> None:
    trusted = with_events(*events)
    for offset in range(-250, 700, 5):
        report = verify(PDF, trusted, TODAY + offset * DAY, AS_OF)
        answers = {check.ok for check in report.checks}
        expected = False if False in answers else None if None in answers else True
        assert report.valid is expected
        assert [check.name for check in report.checks] == NAMES
        assert (report.valid is True) == (report.status == Status.ACTIVE)
