"""A badge is worth what its credential is worth, and only as far as the register lists it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from certificates.badge import Badge, badge_png, badge_svg
from certificates.badgecheck import verify_badge
from certificates.baking import bake_png, bake_svg
from certificates.canonical import canonical_json
from certificates.presented import named_label
from certificates.report import LabelFacts, Report
from certificates.standing import Change, Event, History, Status
from certificates.strictjson import parse
from certificates.trust import Bundle
from tests.certificates import genuine
from tests.certificates.examples import AS_OF, label, sheet
from tests.certificates.genuine import LABEL, LISTS, REVOKED
from tests.certificates.test_verify_tampering import look_alike


def baked(credential: bytes, kind: str = "svg") -> bytes:
    """Return the example's badge with a credential inside."""
    badge = Badge(sheet(), Status.ACTIVE, date(2026, 11, 22), date(2026, 6, 1))
    if kind == "png":
        return bake_png(badge_png(badge), credential)
    return bake_svg(badge_svg(badge), credential).encode()


def asked(badge: bytes, bundle: Bundle | None, on: date | None = None) -> Report:
    return verify_badge(badge, bundle, on, AS_OF)


def answers(report: Report) -> dict[str, bool | None]:
    return {check.name: check.ok for check in report.checks}


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_genuine_badge_is_authentic_and_says_how_the_label_stands(kind: str) -> None:
    register, issued = genuine.issued()
    badge = baked(issued.credential, kind)
    report = asked(badge, register.bundle(issued.document()))
    assert (report.valid, report.authentic, report.status) == (True, True, "active")
    assert answers(report) == dict.fromkeys(
        ("credential", "log", "reach", "dates", "label", "newest"), True
    )
    assert report.label == LabelFacts(
        LABEL, "CE-2026-0417-R", "Alder Valley Mobility Cluster", "silver",
        "2026-06-01", "2028-05-31", 1,
    )  # fmt: skip
    assert named_label(badge) == LABEL


def test_a_credential_that_was_written_anew_with_other_spaces_is_the_same() -> None:
    register, issued = genuine.issued()
    spaced = issued.credential.replace(b'":', b'" : ')
    assert canonical_json(parse(spaced, "it"), "it") == issued.credential
    assert asked(baked(spaced), register.bundle(issued.document())).valid is True


def test_a_changed_credential_is_refused() -> None:
    register, issued = genuine.issued()
    changed = baked(issued.credential.replace(b"Alder Valley", b"Elder Valley"))
    report = asked(changed, register.bundle(issued.document()))
    assert (report.valid, report.authentic, report.label) == (False, False, LabelFacts())
    assert answers(report)["credential"] is False


def test_a_look_alike_is_refused() -> None:
    register, issued = genuine.issued()
    report = asked(baked(look_alike().credential()), register.bundle(issued.document()))
    assert (report.valid, report.authentic) == (False, False)


def test_a_credential_that_the_register_does_not_list_cannot_be_judged() -> None:
    register, issued = genuine.issued()
    report = asked(baked(issued.credential), register.bundle())
    assert (report.valid, report.authentic, report.status) == (None, None, "unknown")


def test_another_credential_for_a_listed_certificate_is_refused() -> None:
    register, issued = genuine.issued()
    another = register.credential(id="https://label.example/credentials/another")
    report = asked(baked(another), register.bundle(issued.document()))
    assert (report.authentic, answers(report)["log"]) == (False, False)


@pytest.mark.parametrize("badge", [b"<svg", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"<?xml"])
def test_what_has_no_credential_is_refused(badge: bytes) -> None:
    register, issued = genuine.issued()
    assert asked(badge, register.bundle(issued.document())).authentic is False
    assert named_label(badge) is None


@pytest.mark.parametrize("trusting", [False, True])
def test_without_keys_nobody_can_tell(trusting: bool) -> None:
    register, issued = genuine.issued()
    bundle = register.bundle(issued.document(), trust=None) if trusting else None
    report = asked(baked(issued.credential), bundle)
    assert (report.valid, report.authentic, report.status) == (None, None, "unknown")


def test_a_badge_of_a_revoked_label_does_not_count_from_its_day_on() -> None:
    register, issued = genuine.issued()
    day = date(2026, 10, 1)
    event = Event(Change.REVOKED, day, AS_OF - timedelta(days=50), "False figures.")
    entry = label(issued.document())
    entry = replace(entry, history=History(entry.history.terms, (event,)))
    bundle = register.bundle(labels=(entry,))
    badge = baked(issued.credential)
    before = asked(badge, bundle, day - timedelta(days=1))
    assert (asked(badge, bundle).status, before.status) == ("revoked", "active")


def test_a_bit_in_the_list_counts_before_the_facts_do() -> None:
    register, issued = genuine.issued()
    lists = [
        register.status_list(purpose, *([REVOKED] if purpose.value == "revocation" else []))
        for purpose in LISTS
    ]
    trust = register.trust(status_lists=tuple(lists))
    report = asked(baked(issued.credential), register.bundle(issued.document(), trust=trust))
    assert (report.valid, report.status) == (False, "revoked")
