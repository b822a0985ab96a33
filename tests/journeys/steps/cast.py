"""Who takes part in the story, and what they share: the system, the browser, what they remember."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyotp
from playwright.sync_api import Browser

from tests.campaigns.writers import installed
from tests.journeys.people import PASSWORD, Visitor
from tests.serving import Served

ZONE = ZoneInfo("Europe/Brussels")
STEP_SECONDS = 30
ORGANISATION = "Alder Valley Mobility Cluster"


def today() -> date:
    """Return the day at the labelling body."""
    return datetime.now(ZONE).date()


def in_days(number: int) -> date:
    """Return the day so many days from now."""
    return today() + timedelta(days=number)


def said(day: date) -> str:
    """Return a day as English pages write it."""
    return f"{day.day} {day:%B %Y}"


def in_full(day: date) -> str:
    """Return a day as English mails write it."""
    return f"{day:%A} {said(day)}"


@dataclass
class Somebody:
    """A person of the story at their own browser."""

    name: str
    email: str
    at: Visitor
    served: Served
    password: str = PASSWORD
    secret: str = ""
    recovery_codes: list[str] = field(default_factory=list)
    _last_step: int = 0

    def code(self) -> str:
        """Return the digits that the app shows, at most a step ahead; none is used twice."""
        step = max(int(datetime.now(UTC).timestamp()) // STEP_SECONDS, self._last_step + 1)
        self._last_step = step
        return pyotp.TOTP(self.secret).at(step * STEP_SECONDS)

    def sign_in(self) -> None:
        """Sign in with address and password, and with the second factor where there is one."""
        self.at.go("/sign-in")
        self.enter_password()
        if self.secret:
            self.at.is_at("Your second factor")
            self.at.fill("Code", self.code())
            self.at.press("Go on")

    def enter_password(self) -> None:
        """Fill in the sign-in page that is open."""
        self.at.fill("E-mail address", self.email)
        self.at.fill("Password", self.password)
        with self.at.turning():
            self.at.page.locator("main").get_by_role("button", name="Sign in").click()

    def choose_password(self) -> None:
        """Follow the link of the newest letter and choose a password."""
        self.at.go(self.served.link_in_letter(self.email, "/ticket/"))
        self.at.fill("New password", self.password)
        self.at.press("Save the password")
        self.at.sees("Your password was saved. Sign in with it.")

    def set_up_second_factor(self) -> None:
        """Take the letters of the page into an app, enter its code, keep the recovery codes."""
        self.at.is_at("Set up your second factor")
        typed = self.at.page.locator("p", has_text="Letters to type").locator(".fingerprint")
        self.secret = re.sub(r"\s", "", typed.inner_text())
        self.at.fill("Code", self.code())
        self.at.press("Turn it on")
        self.at.is_at("Your recovery codes")
        self.recovery_codes = self.at.page.locator("ol.codes li").all_inner_texts()
        self.at.press("I have kept them")

    def begin(self) -> None:
        """Come in for the first time: password by mail, sign in, second factor if it is asked."""
        self.choose_password()
        self.sign_in()
        if "/me/second-factor" in self.at.page.url:
            self.set_up_second_factor()


@dataclass
class Story:
    """What the steps hand on to each other."""

    served: Served
    browser: Browser
    folder: Path
    people: dict[str, Somebody] = field(default_factory=dict)
    application: str = ""
    reference: str = ""
    label_page: str = ""
    label_number: str = ""
    valid_until: date = date.min
    certificate: bytes = b""
    late_reference: str = ""
    late_owner: str = ""

    def somebody(self, key: str, name: str) -> Somebody:
        """Bring a person into the story, at a browser of their own."""
        at = Visitor(self.browser, self.served.url)
        self.people[key] = Somebody(name, f"{key}@people.example", at, self.served)
        return self.people[key]

    def __getitem__(self, key: str) -> Somebody:
        """Return a person of the story."""
        return self.people[key]

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Work on the served system's database from inside this process for a while."""
        with installed(self.served.data, self.served.environment["LABELLING_DATABASE_URL"]):
            yield

    def stranger(self) -> Visitor:
        """Return somebody who has no account."""
        return Visitor(self.browser, self.served.url)

    def close(self) -> None:
        """Let everybody go home."""
        for person in self.people.values():
            person.at.context.close()
