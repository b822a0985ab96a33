"""The same thing done at once, by several people and sessions: it happens once and whole."""

import http.client
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from labelling.core import secrets
from labelling.core.access import Role
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.outbox import Outgoing
from labelling.decisions.appeals.models import Appeal
from labelling.decisions.committee.ballots import votes_on
from labelling.decisions.committee.models import SittingItem
from labelling.decisions.models import (
    DecisionState,
    Label,
    LabelChange,
    LabelEvent,
    LabelEventKind,
    LabelTerm,
)
from labelling.decisions.surveillance.models import Confirmation
from labelling.decisions.withdrawals.models import WithdrawalRequest
from labelling.issuing.orders import ISSUE
from labelling.people.models import Person
from labelling.people.sessions import begin_session
from labelling.register.bidpacks.actions import A_DAY
from labelling.register.bidpacks.models import BidPack
from tests.campaigns import certificates
from tests.campaigns.certificates import Notes
from tests.campaigns.writers import installed
from tests.databases import Databases
from tests.labelling.decisions import making
from tests.labelling.decisions.committee import making as sittings
from tests.labelling.decisions.surveillance.making import Held, report
from tests.labelling.people.making import COOKIE
from tests.postbox import Postbox
from tests.serving import Served

SHORT_ROUNDS, LONG_ROUNDS = 1, 20
DONE, REFUSED = http.HTTPStatus.SEE_OTHER, http.HTTPStatus.CONFLICT


@dataclass(frozen=True)
class Browser:
    """A session of somebody, with a fresh second factor."""

    cookie: str
    token: str

    def post(self, url: str, path: str, form: Mapping[str, object]) -> int:
        """Send a form; return the status of the answer."""
        place = urlsplit(url)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
        headers = {
            "Cookie": self.cookie,
            "X-CSRF-Token": self.token,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            connection.request("POST", path, urlencode(form, doseq=True), headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()


@dataclass(frozen=True)
class Sent:
    """One of the posts that go off together."""

    browser: Browser
    path: str
    form: Mapping[str, object]


@pytest.fixture(scope="module")
def system(
    databases: Databases, engine_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Return a served system of two processes, for all races: it takes long to start."""
    data = tmp_path_factory.mktemp("races")
    url = databases.empty(engine_name)
    postbox = Postbox()
    postbox.start()
    served = Served(data, url, postbox)
    served.run("migrate")
    with installed(data, url):
        served.start("--processes", "2")
        yield served
        served.stop()
    postbox.stop()


@pytest.fixture(scope="module")
def committee(system: Served) -> sittings.Committee:
    """Return the office and its committee."""
    return sittings.make_committee()


@pytest.fixture
def office(committee: sittings.Committee) -> making.Office:
    """Return the people who prepare and decide."""
    return committee.office


@pytest.fixture
def rounds(*, long_campaign: bool) -> int:
    """Return how often each race is run."""
    return LONG_ROUNDS if long_campaign else SHORT_ROUNDS


def sign_in(person: Person, role: Role) -> Browser:
    """Begin a session for somebody."""
    now = datetime.now(UTC)
    with unit_of_work() as session:
        row, token = begin_session(session, person, role, now)
        row.confirmed_at = now
        signature = secrets.vault().sign("forgery", str(row.id))
    return Browser(f"{COOKIE}={token}", signature)


def volley(url: str, posts: Sequence[Sent]) -> list[int]:
    """Send all at once; return the statuses in the order of the posts."""
    together = threading.Barrier(len(posts))
    statuses = [0] * len(posts)

    def send(place: int, one: Sent) -> None:
        together.wait()
        statuses[place] = one.browser.post(url, one.path, one.form)

    threads = [threading.Thread(target=send, args=(place, one)) for place, one in enumerate(posts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def count(model: type[object], *conditions: object) -> int:
    """Return how many rows there are."""
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0  # type: ignore[arg-type]  # conditions on this very model


def nothing_is_wrong() -> list[str]:
    """Return what must never be, in the chain, the log and the labels."""
    return certificates.contradictions(Notes())


def owner(label: Label) -> Person:
    """Return an owner of the label's holder."""
    actor = making.owner(label)
    with reading() as session:
        return session.get_one(Person, actor.person_id)


def test_a_change_is_decided_once_by_whoever_is_first(
    system: Served, office: making.Office, rounds: int
) -> None:
    deciders = [
        *(sign_in(office.member, Role.COMMITTEE) for _ in range(3)),
        *(sign_in(office.second_member, Role.COMMITTEE) for _ in range(2)),
        *(sign_in(office.second_officer, Role.OFFICER) for _ in range(2)),
    ]
    preparer = [sign_in(office.officer, Role.OFFICER) for _ in range(2)]
    for _ in range(rounds):
        now = datetime.now(UTC)
        label = making.label(office, name=f"Cluster {uuid4()}", visited=today(now), now=now)
        change = making.change_prepared(office, label, LabelEventKind.REVOKED, now=now)
        path = f"/office/changes/{change.id}"
        back = {"back_reason": "A suspension is enough."}
        got = volley(
            system.url,
            [
                *(Sent(one, path, {}) for one in (*deciders, *preparer)),
                *(Sent(one, f"{path}/back", back) for one in deciders[:2]),
            ],
        )
        own = got[len(deciders) : len(deciders) + 2]
        assert own == [http.HTTPStatus.FORBIDDEN] * 2
        others = [status for place, status in enumerate(got) if not 0 <= place - len(deciders) < 2]
        assert Counter(others) == {DONE: 1, REFUSED: len(deciders) + 1}, got
        with reading() as session:
            row = session.get_one(LabelChange, change.id)
            events = session.scalars(
                select(LabelEvent).where(LabelEvent.change_id == change.id)
            ).all()
        assert len(events) == (row.state is DecisionState.TAKEN)
    assert nothing_is_wrong() == []


def test_a_change_is_prepared_once(system: Served, office: making.Office, rounds: int) -> None:
    officers = [
        *(sign_in(office.officer, Role.OFFICER) for _ in range(3)),
        *(sign_in(office.second_officer, Role.OFFICER) for _ in range(3)),
    ]
    for _ in range(rounds):
        now = datetime.now(UTC)
        label = making.label(office, name=f"Cluster {uuid4()}", visited=today(now), now=now)
        form = {
            "kind": "suspended",
            "public_reason": "Changes were not reported.",
            "private_reason": "Two letters.",
            "effective_on": [today(now).day, today(now).month, today(now).year],
        }
        path = f"/office/labels/{label.id}/change"
        got = volley(system.url, [Sent(one, path, form) for one in officers])
        # Who comes later is led to the one that waits, or refused.
        assert set(got) <= {DONE, http.HTTPStatus.FOUND, REFUSED}, got
        assert got.count(DONE) == count(LabelChange, LabelChange.label_id == label.id) == 1, got


def test_a_label_is_granted_once(system: Served, office: making.Office, rounds: int) -> None:
    members = [
        sign_in(person, Role.COMMITTEE)
        for person in (office.member, office.second_member)
        for _ in range(3)
    ]
    ordered = count(Outgoing, Outgoing.name == ISSUE)
    for number in range(1, rounds + 1):
        now = datetime.now(UTC)
        application = making.recommended(
            level="bronze", percent=90, name=f"Cluster {uuid4()}", visited=today(now), now=now
        )
        decision = making.prepared(office, application, now=now)
        form = {"outcome": "awarded", "reason": making.REASON}
        path = f"/decisions/{decision.id}"
        got = volley(system.url, [Sent(one, path, form) for one in members])
        assert Counter(got) == {DONE: 1, REFUSED: 5}, got
        assert count(LabelTerm, LabelTerm.decision_id == decision.id) == 1
        assert count(Label, Label.organisation_id == application.organisation_id) == 1
        assert count(Outgoing, Outgoing.name == ISSUE) == ordered + number
    assert nothing_is_wrong() == []


def test_a_member_has_one_vote_and_the_vote_is_closed_once(
    system: Served, committee: sittings.Committee, rounds: int
) -> None:
    sessions = {
        person: [sign_in(person, Role.COMMITTEE) for _ in range(3)] for person in committee.members
    }
    for _ in range(rounds):
        now = datetime.now(UTC)
        application = making.recommended(
            level="silver", percent=90, name=f"Cluster {uuid4()}", visited=today(now), now=now
        )
        decision = making.prepared(committee.office, application, now=now)
        sitting, (item,) = sittings.opened(committee, decision, now=now)
        path = f"/sittings/{sitting.id}/items/{item.id}"
        votes = [
            Sent(browser, f"{path}/vote", {"choice": choice})
            for browsers in sessions.values()
            for browser, choice in zip(browsers, ("for", "for", "abstain"), strict=True)
        ]
        got = volley(system.url, votes)
        assert set(got) == {DONE}, got
        with reading() as session:
            assert len(votes_on(session, session.get_one(SittingItem, item.id))) == 4
        more = [Sent(one, f"{path}/vote", {"choice": "for"}) for one in sessions[committee.deputy]]
        close = {"reason": sittings.REASON}
        closing = [
            Sent(one, f"{path}/close", close)
            for person in (committee.chair, committee.deputy)
            for one in sessions[person]
        ]
        got = volley(system.url, [*closing, *more])
        assert got[: len(closing)].count(DONE) == 1, got
        assert set(got) <= {DONE, REFUSED, http.HTTPStatus.FORBIDDEN}, got
        with reading() as session:
            row = session.get_one(SittingItem, item.id)
            counted = Counter(votes_on(session, row).values())
        assert (row.in_favour, row.against, row.abstained) == tuple(
            counted[choice] for choice in (sittings.FOR, sittings.AGAINST, sittings.ABSTAIN)
        )
        terms = count(LabelTerm, LabelTerm.decision_id == decision.id)
        assert terms == (row.result is not None and row.result.value == "carried")
    assert nothing_is_wrong() == []


def test_an_appeal_is_filed_once(system: Served, office: making.Office, rounds: int) -> None:
    for _ in range(rounds):
        now = datetime.now(UTC)
        label = making.label(office, name=f"Cluster {uuid4()}", visited=today(now), now=now)
        event = making.revoke(office, label, now=now)
        owners = [sign_in(owner(label), Role.MANAGER) for _ in range(8)]
        path = f"/appeals/new/ending/{event.id}"
        form = {"grounds": ["facts"], "text": "It was reported in time."}
        got = volley(system.url, [Sent(one, path, form) for one in owners])
        assert Counter(got) == {DONE: 1, http.HTTPStatus.NOT_FOUND: 7}, got
        assert count(Appeal, Appeal.event_id == event.id) == 1


def test_a_label_is_given_up_and_revoked_at_once(
    system: Served, office: making.Office, rounds: int
) -> None:
    member = sign_in(office.member, Role.COMMITTEE)
    for _ in range(rounds):
        now = datetime.now(UTC)
        label = making.label(office, name=f"Cluster {uuid4()}", visited=today(now), now=now)
        change = making.change_prepared(office, label, LabelEventKind.REVOKED, now=now)
        owners = [sign_in(owner(label), Role.MANAGER) for _ in range(5)]
        path = f"/organisation/labels/{label.id}/withdrawal"
        form = {"reason": "The association is dissolved.", "understood": "y"}
        got = volley(
            system.url,
            [
                *(Sent(one, path, form) for one in owners),
                Sent(member, f"/office/changes/{change.id}", {}),
            ],
        )
        assert got[-1] == DONE
        assert set(got) <= {DONE, REFUSED, http.HTTPStatus.UNPROCESSABLE_ENTITY}, got
        assert count(WithdrawalRequest, WithdrawalRequest.label_id == label.id) <= 1
    assert nothing_is_wrong() == []


def test_a_year_is_confirmed_once_while_the_label_is_revoked(
    system: Served, office: making.Office, rounds: int
) -> None:
    rules = [rule.id for rule in making.EDITION.eligibility if rule.kind == "declared"]
    form = {f"rule-{rule}": "yes" for rule in rules}
    form |= {"conditions": "yes", "mark": "yes", "facts": "y"}
    for _ in range(rounds):
        now = datetime.now(UTC)
        past = now - timedelta(days=350)
        label = making.label(office, name=f"Cluster {uuid4()}", visited=today(past), now=past)
        _figures(Held(office, label, owner(label), owner(label)), now)
        change = making.change_prepared(office, label, LabelEventKind.REVOKED, now=now)
        owners = [sign_in(owner(label), Role.MANAGER) for _ in range(5)]
        member = sign_in(office.member, Role.COMMITTEE)
        posts = [Sent(one, f"/holding/{label.id}/confirmation", form) for one in owners]
        got = volley(system.url, [*posts, Sent(member, f"/office/changes/{change.id}", {})])
        assert got[-1] == DONE, got
        # Whoever is late is led back, or told that there is nothing to confirm any more.
        assert set(got) <= {DONE, http.HTTPStatus.FOUND, REFUSED}, got
        kept = count(Confirmation, Confirmation.label_id == label.id)
        assert got[:-1].count(DONE) == kept <= 1, got
    assert nothing_is_wrong() == []


def _figures(held: Held, now: datetime) -> None:
    """Bring the fact sheet up to date, as the confirmation asks."""
    for fact_id, value in (
        ("members-total", "40"),
        ("member-kinds", "3"),
        ("months-of-work", "60"),
        ("staff-fte", "2"),
    ):
        report(held, fact_id, value, today(now).year - 1, now=now)


def test_no_more_bid_packs_are_ordered_at_once_than_one_by_one(
    system: Served, office: making.Office
) -> None:
    now = datetime.now(UTC)
    label = making.label(office, name=f"Cluster {uuid4()}", visited=today(now), now=now)
    making.publish(label, now=now)
    owners = [sign_in(owner(label), Role.MANAGER) for _ in range(A_DAY + 4)]
    path = f"/organisations/{label.organisation_id}/bid-packs"
    form = {"label": label.public_id, "language": "en"}
    got = volley(system.url, [Sent(one, path, form) for one in owners])
    assert Counter(got) == {DONE: A_DAY, http.HTTPStatus.TOO_MANY_REQUESTS: 4}, got
    assert count(BidPack) == A_DAY
