"""What two persons decide is so everywhere in the same second, with no worker running.

After each change every public surface is asked: list, page, interface, badge, status lists, check
of the file, trust bundle. None may lag, and none may be answered from what was there before.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from certificates.standing import Status
from certificates.status import read_list
from certificates.trustfile import read_bundle
from certificates.verify import verify
from labelling.core import files
from labelling.core.database import reading, unit_of_work
from labelling.decisions import actions
from labelling.decisions.models import Label, LabelEventKind
from labelling.issuing.models import StatusEntry
from labelling.issuing.queries import certificates
from tests.labelling.decisions.making import (
    Office,
    change_prepared,
    changed,
    issue_all,
    label,
    make_office,
    member,
)
from tests.labelling.decisions.owning import NAMES, answer, asked, checked, granted
from tests.labelling.register.making import stop_the_clock
from tests.labelling.register.reading import band_of, text_of
from tests.labelling.register.test_verify_page import check

NOW = datetime(2026, 5, 28, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SUSPENDED, LIFTED = LabelEventKind.SUSPENDED, LabelEventKind.LIFTED
REVOKED, WITHDRAWN = LabelEventKind.REVOKED, LabelEventKind.WITHDRAWN


@dataclass
class Public:
    """The public of one label, which asks again and again with what it was told before."""

    client: FlaskClient
    label: Label
    patch: pytest.MonkeyPatch
    tags: dict[str, str] = field(default_factory=dict)
    kept: dict[str, bytes] = field(default_factory=dict)

    def asks(self, now: datetime, pdf: bytes) -> dict[str, object]:
        """Return what every surface says at an instant of a label and of one of its files."""
        stop_the_clock(self.patch, now)
        page = f"/labels/{self.label.public_id}"
        item = json.loads(self._get(f"/api/v1{page}"))
        listed = json.loads(self._get("/api/v1/labels"))["items"]
        bundle = read_bundle(self._get("/trust.json"))
        report = verify(pdf, bundle, None, now)
        return {
            "page": band_of(self._get(page).decode())[0],
            "list": re.findall(r'class="state (\w+)"', self._get("/register").decode()),
            "one": item["status"],
            "all": [one["status"] for one in listed],
            "badge": self._badge(page),
            "bits": self._bits(),
            "check": band_of(check(self.client, pdf).text)[0],
            "bundle": report.status,
            "valid": report.valid,
        }

    def _get(self, address: str) -> bytes:
        """Ask as a browser that kept the last answer: what is new must not hide behind it."""
        sent = {"If-None-Match": self.tags[address]} if address in self.tags else {}
        fetched = self.client.get(address, headers=sent)
        kept = fetched.headers.get("Cache-Control", "")
        assert "no-cache" in kept or "no-store" in kept or "max-age=0" in kept, (address, kept)
        if fetched.status_code == 304:
            return self.kept[address]
        assert fetched.status_code == 200, (address, fetched.status_code)
        if fetched.headers.get("ETag"):
            self.tags[address], self.kept[address] = fetched.headers["ETag"], fetched.data
        content: bytes = fetched.data
        return content

    def _badge(self, page: str) -> str:
        """Return the status that the badge's words begin with: "Active on", "Revoked since"."""
        assert self._get(f"{page}/badge.png").startswith(b"\x89PNG")
        words = self._get(f"{page}/badge.svg").decode()
        found = {
            one.value for one in Status if re.search(rf"\b{one.value} (on|since)", words, re.I)
        }
        return " ".join(sorted(found))

    def _bits(self) -> dict[str, list[bool]]:
        """Return, by purpose, the bits of the label's published certificates, oldest first."""
        found: dict[str, list[bool]] = {}
        with reading() as session:
            rows = [
                (entry.purpose, entry.list, entry.index)
                for one in certificates(session, self.label.id)
                for entry in session.query(StatusEntry)
                .filter(StatusEntry.certificate_id == one.id)
                .order_by(StatusEntry.purpose)
            ]
        for purpose, number, index in rows:
            signed = json.loads(self._get(f"/status/{purpose.value}-{number}"))
            bits = read_list({key: value for key, value in signed.items() if key != "proof"}).bits
            found.setdefault(purpose.value, []).append(bits.is_set(index))
        return found


@pytest.fixture
def office(client: FlaskClient) -> Office:
    """Return the people who prepare and decide."""
    return make_office()


@pytest.fixture
def public(client: FlaskClient, office: Office, monkeypatch: pytest.MonkeyPatch) -> Public:
    """Return the public of a silver label whose certificate is out."""
    held = label(office, now=NOW - 10 * DAY)
    issue_all(NOW - 10 * DAY)
    return Public(client, held, monkeypatch)


def file_of(held: Label, version: int = 1) -> bytes:
    with reading() as session:
        one = next(one for one in certificates(session, held.id) if one.version == version)
    return files.store().get(one.sha256)


def everywhere(status: str, *, revoked: bool = False, suspended: bool = False) -> dict[str, object]:
    """Return what all surfaces say of a label with one certificate and one status."""
    return {
        "page": status,
        "list": [status],
        "one": status,
        "all": [status],
        "badge": status,
        "bits": {"revocation": [revoked], "suspension": [suspended]},
        "check": status,
        "bundle": status,
        "valid": status == "active",
    }


def test_suspension_lifting_and_revocation_are_so_everywhere_in_the_same_second(
    public: Public, office: Office
) -> None:
    held, pdf = public.label, file_of(public.label)
    assert public.asks(NOW, pdf) == everywhere("active")
    changed(office, held, SUSPENDED, now=NOW)
    assert public.asks(NOW, pdf) == everywhere("suspended", suspended=True)
    changed(office, held, LIFTED, now=NOW + DAY)
    assert public.asks(NOW + DAY, pdf) == everywhere("suspended", suspended=True)
    assert public.asks(NOW + 2 * DAY, pdf) == everywhere("active")
    changed(office, held, REVOKED, now=NOW + 2 * DAY)
    assert public.asks(NOW + 2 * DAY, pdf) == everywhere("revoked", revoked=True)


def test_withdrawal_is_so_everywhere_in_the_same_second(public: Public, office: Office) -> None:
    pdf = file_of(public.label)
    changed(office, public.label, WITHDRAWN, now=NOW)
    assert public.asks(NOW, pdf) == everywhere("withdrawn", revoked=True)


def test_nothing_is_said_anywhere_while_the_holder_is_heard(public: Public, office: Office) -> None:
    held, pdf = public.label, file_of(public.label)
    change = change_prepared(office, held, REVOKED, now=NOW, urgent=False)
    assert public.asks(NOW, pdf) == everywhere("active")
    given = answer(held, change, now=NOW + DAY)
    assert public.asks(NOW + DAY, pdf) == everywhere("active")
    for address in ("/trust.json", f"/labels/{held.public_id}", "/log/checkpoint"):
        told = public.client.get(address).text
        assert change.public_reason not in told
        assert change.private_reason not in told
    with unit_of_work() as session:
        actions.decide_change(
            session,
            actor=member(office, now=NOW + DAY),
            change_id=change.id,
            seen_answer=given.id,
            now=NOW + DAY,
        )
    assert public.asks(NOW + DAY, pdf) == everywhere("revoked", revoked=True)
    told = public.client.get(f"/labels/{held.public_id}").text
    assert change.public_reason in told
    assert change.private_reason not in told
    assert given.text not in told


def test_further_version_replaces_the_first_everywhere_once_it_is_published(
    public: Public, office: Office
) -> None:
    held, first = public.label, file_of(public.label)
    granted(office, checked(office, asked(held, now=NOW), now=NOW), now=NOW)
    assert public.asks(NOW, first) == everywhere("active")
    issue_all(NOW)
    second = file_of(held, 2)
    replaced = everywhere("active") | {
        "bits": {"revocation": [True, False], "suspension": [False, False]},
        "check": "replaced",
        "bundle": "replaced",
        "valid": False,
    }
    counting = replaced | {"check": "active", "bundle": "active", "valid": True}
    assert public.asks(NOW, first) == replaced
    assert public.asks(NOW, second) == counting
    page = text_of(public.client.get(f"/labels/{held.public_id}").text)
    assert NAMES.holder in page
    assert f"Carried by {NAMES.host}" in page
    assert (
        "Certificate version 2 replaces version 1 The holder’s name was Alder Valley Mobility "
        f"Cluster and is {NAMES.holder}." in page
    )
    item = json.loads(public.client.get(f"/api/v1/labels/{held.public_id}").text)
    assert item["organisation"]["name"] == NAMES.holder
    before = json.loads(public.client.get(f"/api/v1/labels/{held.public_id}?on=2026-05-20").text)
    assert before["organisation"]["name"] == "Alder Valley Mobility Cluster"
    found = json.loads(public.client.get("/api/v1/labels?q=mobility+network").text)
    assert [one["id"] for one in found["items"]] == [held.public_id]
    said = text_of(check(public.client, first).text)
    assert "Genuine, but replaced by version 2" in said
    assert "Alder Valley Mobility Cluster" in said
