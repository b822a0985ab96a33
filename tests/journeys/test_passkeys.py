"""On the served system, in Chromium, with its virtual authenticator and our policy in force.

A passkey is added, used at sign-in and to confirm, refused when it cannot verify its user, and
removed; without scripts the code of the app does the same.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, expect

from labelling.core.access import Role
from tests.journeys.people import PATIENCE, Visitor
from tests.journeys.steps.cast import Somebody
from tests.journeys.steps.preparing import installed
from tests.labelling.people.making import SECRET, make_person
from tests.serving import Served

EMAIL = "olga@label.example"


class Device:
    """Chromium's virtual authenticator, as the platform of one browser window."""

    def __init__(self, visitor: Visitor) -> None:
        self._session: CDPSession = visitor.context.new_cdp_session(visitor.page)
        self._session.send("WebAuthn.enable")
        added = self._session.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        self._id = added["authenticatorId"]

    def verifies(self, yes: bool) -> None:
        """Let the user show themselves, or fail to."""
        self._session.send(
            "WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": yes}
        )

    def counts(self) -> list[int]:
        """Return how often each passkey on it has signed."""
        found = self._session.send("WebAuthn.getCredentials", {"authenticatorId": self._id})
        return [one["signCount"] for one in found["credentials"]]


@pytest.fixture
def olga(served: Served, browser: Browser) -> Iterator[Somebody]:
    """Return an officer with an authenticator app, before the sign-in page."""
    with installed(served):
        make_person("Olga Ortiz", roles=[Role.OFFICER], email=EMAIL)
    with Visitor(browser, served.url, strict=True) as at:
        yield Somebody("Olga Ortiz", EMAIL, at, served, secret=SECRET)


def use_passkey(olga: Somebody) -> None:
    """Press the button of the passkey and wait for the page that comes."""
    olga.at.press("Use a passkey")


def test_passkey_is_added_used_and_removed(olga: Somebody) -> None:
    at, device = olga.at, Device(olga.at)
    olga.sign_in()
    at.go("/me")
    at.sees("Passkeys")
    at.go("/me/passkeys")
    at.fill("Name of the passkey", "Work laptop")
    at.press("Add a passkey")
    at.sees("The passkey was added.")
    at.sees("Work laptop")
    assert len(device.counts()) == 1
    _same_device_is_not_added_twice(at)
    _signs_in_with_it(olga)
    _confirms_with_it(olga)
    _is_refused_where_the_user_is_not_verified(olga, device)
    _is_removed(olga)
    at.looks()


def _same_device_is_not_added_twice(at: Visitor) -> None:
    at.fill("Name of the passkey", "Once more")
    at.page.get_by_role("button", name="Add a passkey").click()
    alert = at.page.locator("[data-passkey=make] [role=alert]")
    expect(alert).to_contain_text("No passkey was made.", timeout=PATIENCE)


def _signs_in_with_it(olga: Somebody) -> None:
    at = olga.at
    at.context.clear_cookies()
    at.go("/sign-in")
    olga.enter_password()
    at.is_at("Your second factor")
    use_passkey(olga)
    at.is_at("My tasks")
    at.go("/me/passkeys")
    at.sees("used last on")


def _confirms_with_it(olga: Somebody) -> None:
    olga.at.go("/confirm?next=/me/passkeys")
    use_passkey(olga)
    olga.at.is_at("Your passkeys")


def _is_refused_where_the_user_is_not_verified(olga: Somebody, device: Device) -> None:
    at = olga.at
    device.verifies(False)
    at.go("/confirm?next=/me/passkeys")
    at.page.get_by_role("button", name="Use a passkey").click()
    alert = at.page.locator("[data-passkey=use] [role=alert]")
    expect(alert).to_contain_text("No passkey was used.", timeout=PATIENCE)
    device.verifies(True)


def _is_removed(olga: Somebody) -> None:
    at = olga.at
    at.go("/me/passkeys")
    at.press("Remove Work laptop")
    at.is_at("Remove the passkey")
    at.press("Remove the passkey")
    at.sees("The passkey was removed.")
    at.go("/confirm?next=/me")
    assert at.page.get_by_role("button", name="Use a passkey").count() == 0
    letter = olga.served.wait_for_letter(EMAIL, "A passkey was removed from your account")
    assert "Work laptop" in letter


def test_without_scripts_the_code_of_the_app_stays(served: Served, browser: Browser) -> None:
    with installed(served):
        make_person("Olga Ortiz", roles=[Role.OFFICER], email=EMAIL)
    with Visitor(browser, served.url, scripts=False) as at:
        olga = Somebody("Olga Ortiz", EMAIL, at, served, secret=SECRET)
        olga.sign_in()
        at.is_at("My tasks")
        at.go("/me/passkeys")
        at.sees("Adding one takes a browser with scripts and passkeys.")
        assert not at.page.get_by_label("Name of the passkey").is_visible()


def test_pages_of_passkeys_are_accessible(served: Served, browser: Browser) -> None:
    with installed(served):
        make_person("Olga Ortiz", roles=[Role.OFFICER], email=EMAIL)
    with Visitor(browser, served.url, width=390) as at:
        olga, _device = Somebody("Olga Ortiz", EMAIL, at, served, secret=SECRET), Device(at)
        olga.sign_in()
        at.go("/me/passkeys")
        at.looks()
        at.fill("Name of the passkey", "Phone")
        at.press("Add a passkey")
        at.looks()
        at.go("/confirm")
        at.looks()
        at.go("/me/passkeys")
        at.press("Remove Phone")
        at.looks()
