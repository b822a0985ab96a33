"""A person at a browser: signs in, fills in, presses, and looks with axe at every page."""

import time
from types import TracebackType

import pyotp
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

PASSWORD = "four words that nobody says"


class Visitor:
    """One browser window. Every page that is looked at has no violation and no policy error."""

    def __init__(
        self, browser: Browser, url: str, *, scripts: bool = True, width: int = 1280
    ) -> None:
        self._context = browser.new_context(
            base_url=url,
            java_script_enabled=scripts,
            viewport={"width": width, "height": 900},
            locale="en-GB",
            bypass_csp=scripts,  # axe is put into the page from outside
        )
        self._scripts = scripts
        self.page: Page = self._context.new_page()
        self.page.set_default_timeout(10_000)
        self.complaints: list[str] = []
        self.page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text)
                if message.type == "error" and "status of 4" not in message.text
                else None
            ),
        )

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._context.close()

    def go(self, path: str) -> None:
        """Open an address."""
        self.page.goto(path)

    def fill(self, label: str, text: str) -> None:
        """Fill a field by its label."""
        self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str) -> None:
        """Tick a box or take a radio by its label."""
        self.page.get_by_label(label, exact=True).check()

    def press(self, name: str) -> None:
        """Press a button or follow a link that looks like one, by its words."""
        buttons = self.page.get_by_role("button", name=name, exact=True)
        if buttons.count():
            buttons.first.click()
        else:
            self.page.get_by_role("link", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def sees(self, text: str) -> None:
        """Insist that a text stands on the page."""
        self.page.get_by_text(text).first.wait_for()

    def heading(self) -> str:
        """Return the page's one main heading."""
        return self.page.locator("h1").inner_text()

    def looks(self) -> None:
        """Insist that the page is accessible and broke no rule of the browser."""
        if self._scripts:
            found = Axe().run(self.page).response["violations"]
            faults = [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found]
            assert faults == [], f"{self.page.url}: {faults}"
        assert self.complaints == []
        assert self.page.locator("h1").count() == 1


def code(secret: str, *, not_code: str = "") -> str:
    """Return the six digits of the moment, waiting for others than were used before."""
    totp = pyotp.TOTP(secret)
    while totp.now() == not_code:
        time.sleep(0.5)
    return totp.now()
