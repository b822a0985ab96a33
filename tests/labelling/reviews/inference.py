"""Scoring alone as a machine: anybody does anything in any order, and one assessor looks on."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from labelling.core.access import Actor, Role
from labelling.core.database import install
from tests.labelling.reviews import making
from tests.labelling.reviews.twins import Beginning, Twin, answer, differing

_WHICH = st.integers(0, 10_000)
_ENDINGS = ("", "?sort=score", "?sort=-score&status=handed_in", "?q=splendid", "?format=csv&page=2")


class Inference(RuleBasedStateMachine):
    """Anna looks for what Ben says; she may not know before both have handed in."""

    beginning: ClassVar[Beginning]
    twins: tuple[Twin, Twin]

    @initialize()
    def begin(self) -> None:
        """Begin with two copies, in which Ben has saved some parts."""
        self.twins = self.beginning.twins()
        world = self.beginning.world
        self.anna, self.ben = world.assessors[:2]
        self.handed_in: set[str] = set()
        self.asked = 0
        self.ben_saves(0)

    def teardown(self) -> None:
        """Close both copies."""
        install(None)
        for twin in getattr(self, "twins", ()):
            twin.database.dispose()

    @property
    def hidden(self) -> bool:
        """Say whether Anna may know nothing yet."""
        return len(self.handed_in) < len(self.beginning.seats)

    def _seat(self, one: Actor) -> str:
        return f"/reviews/{self.beginning.seats[making.id_of(one)]}"

    def _both(
        self, one: Actor, method: str, address: str, sent: Mapping[str, str] | None = None
    ) -> list[int]:
        """Do the same in both copies, where it may look different; return the statuses."""
        return [twin.ask(one, method, address, sent).status_code for twin in self.twins]

    def _anna_sees(
        self,
        method: str,
        address: str,
        sent: Mapping[str, str] | None = None,
        role: Role = Role.ASSESSOR,
    ) -> int:
        """Let Anna ask in both copies; she must learn the same. Return the status."""
        anna = replace(self.anna, role=role)
        one, other = (answer(twin.ask(anna, method, address, sent)) for twin in self.twins)
        assert one == other, (
            f"{role} {method} {address} tells something of Ben's scores: {differing(one, other)}"
        )
        return one[0]

    # What Ben does is told by his secret, and differs from copy to copy.

    def _ben_saves(self, twin: Twin, part: str) -> None:
        twin.ask(
            self.ben,
            "POST",
            f"{self._seat(self.ben)}/parts/{part}",
            {
                "number": str(twin.secret.score),
                "band": str(twin.secret.score // 20 * 20),
                "above": str(twin.secret.score % 20),
                "strengths-0": f"{twin.secret.word} in {part}",
                "notes": twin.secret.word,
                "version": "0",
            },
        )

    @precondition(lambda self: "ben" not in self.handed_in)
    @rule(which=_WHICH)
    def ben_saves(self, which: int) -> None:
        """Save a part, in one copy some more."""
        for twin in self.twins:
            for step in range(1 + twin.secret.ahead):
                self._ben_saves(twin, self._part(which + step))

    def _part(self, which: int) -> str:
        return self.beginning.parts[which % len(self.beginning.parts)]

    @precondition(lambda self: "ben" not in self.handed_in)
    @rule()
    def ben_hands_in(self) -> None:
        """Save what is open and hand in, whatever was warned of."""
        for twin in self.twins:
            for part in self.beginning.parts:
                self._ben_saves(twin, part)
        if self._hand_in(self.ben):
            self.handed_in.add("ben")

    def _hand_in(self, one: Actor) -> bool:
        """Hand in for both copies; say whether it was taken: not from who was released."""
        address = f"{self._seat(one)}/hand-in"
        statuses = set()
        for twin in self.twins:
            page = twin.ask(one, "GET", address).get_data(as_text=True)
            seen = page.partition('id="despite" value="')[2].partition('"')[0]
            statuses.add(twin.ask(one, "POST", address, {"despite": seen}).status_code)
        assert statuses in ({303}, {409}, {404}), statuses
        return statuses == {303}

    @precondition(lambda self: self.asked < len(self.beginning.parts))
    @rule()
    def ben_asks(self) -> None:
        """Ask the applicant; what is asked is no secret, it will be told."""
        sent = {"part": self._part(self.asked), "question": "Since when?"}
        self._both(self.ben, "POST", f"{self._seat(self.ben)}/questions", sent)
        self.asked += 1

    # What others do.

    @rule()
    def officer_looks(self) -> None:
        """Open the pages that the office has, which may fill what is kept between requests."""
        base = f"/applications/{self.beginning.world.application_id}"
        for page in (f"{base}/office", f"{base}/panel", f"{base}/questions", "/applications"):
            self._both(self.beginning.world.officer, "GET", page)

    @rule()
    def applicant_looks(self) -> None:
        """Open the applicant's pages."""
        base = f"/applications/{self.beginning.world.application_id}"
        for page in (base, f"{base}/panel", f"{base}/questions", "/tasks"):
            self._both(self.beginning.world.owner, "GET", page)

    @rule()
    def applicant_withdraws(self) -> None:
        """Withdraw: nothing is scored any more, and nothing opens by it."""
        address = f"/applications/{self.beginning.world.application_id}/withdraw"
        self._both(self.beginning.world.owner, "POST", address, {"sure": "y"})

    @rule()
    def officer_releases_ben(self) -> None:
        """Take Ben off the team."""
        self._both(
            self.beginning.world.officer,
            "POST",
            f"{self._seat(self.ben)}/release",
            {"reason": "Illness."},
        )

    @rule()
    def officer_invites_cleo(self) -> None:
        """Ask somebody else in."""
        cleo = str(self.beginning.world.assessors[2].person_id)
        self._both(
            self.beginning.world.officer,
            "POST",
            f"/applications/{self.beginning.world.application_id}/panel",
            {"people": cleo},
        )

    # What Anna does, in each of her roles.

    @precondition(lambda self: self.hidden)
    @rule(
        which=_WHICH,
        ending=st.sampled_from(_ENDINGS),
        role=st.sampled_from([Role.ASSESSOR, Role.ASSESSOR, Role.OFFICER, Role.COMMITTEE]),
    )
    def anna_looks(self, which: int, ending: str, role: Role) -> None:
        """Ask for any address there is."""
        addresses = self.beginning.addresses
        self._anna_sees("GET", addresses[which % len(addresses)] + ending, role=role)

    @precondition(lambda self: self.hidden)
    @rule(which=_WHICH, seat=st.booleans(), role=st.sampled_from([Role.ASSESSOR, Role.OFFICER]))
    def anna_tries(self, which: int, seat: bool, role: Role) -> None:
        """Send something that is not hers to send, or too early."""
        base = f"/applications/{self.beginning.world.application_id}"
        bens, own = self._seat(self.ben), self._seat(self.anna)
        posts = (
            f"{base}/agreement/settle",
            f"{base}/agreement/visit",
            f"{base}/agreement/close",
            f"{base}/agreement/1.1",
            f"{base}/agreement/1.1/dissent",
            f"{base}/visit",
            f"{base}/feedback",
            f"{base}/recommendation",
            f"{own if seat else bens}/parts/{self._part(which)}",
            f"{bens}/hand-in",
        )
        sent = {"band": "60", "strengths-0": "Seen.", "version": str(which % 3), "score": "60"}
        self._anna_sees("POST", posts[which % len(posts)], sent, role)

    @precondition(lambda self: self.hidden and "anna" not in self.handed_in)
    @rule()
    def anna_hands_in(self) -> None:
        """Hand in; as long as Ben has not, this opens nothing."""
        for part in self.beginning.parts:
            self._anna_sees(
                "POST",
                f"{self._seat(self.anna)}/parts/{part}",
                {"band": "60", "strengths-0": "Seen.", "version": "0"},
            )
        self._anna_sees("GET", f"{self._seat(self.anna)}/hand-in")
        if self._hand_in(self.anna):
            self.handed_in.add("anna")

    @precondition(lambda self: self.hidden)
    @rule()
    def anna_reads_her_own_pages(self) -> None:
        """Open what she opens every day."""
        own = self._seat(self.anna)
        for page in ("/tasks", "/reviews", own, f"{own}/parts/1.1", f"{own}/hand-in"):
            self._anna_sees("GET", page)
