"""Step 6: anyone finds the label, checks its certificate, and learns at once when it changes."""

import json
from typing import Any

from playwright.sync_api import FilePayload, expect

from tests.journeys.people import Visitor
from tests.journeys.steps.cast import ORGANISATION, Story, in_days, said, today
from tests.warm import run

REASON = "The holder has not answered the office since October 2026."
MENDED = "The holder has answered, and its figures were complete."
MISUSED = "The mark was used for products of members after a warning."


def a_stranger_finds_it(story: Story) -> None:
    """In the register by name; its page says how it stands; the PDF is the one that was mailed."""
    with story.stranger() as stranger:
        stranger.go("/")
        stranger.looks()
        stranger.go("/register")
        stranger.page.get_by_role("searchbox", name="Name or number").fill("alder valley")
        stranger.select("Status", "Active")
        stranger.press("Search")
        stranger.press(ORGANISATION)
        assert stranger.page.url == story.served.url + story.label_page
        stranger.sees(f"Active today, {said(today())}")
        stranger.looks()
        assert stranger.fetch("Download the certificate") == story.certificate
        stranger.press("Check a PDF you received")
        stranger.fill("Number of the label", story.label_number.lower())
        stranger.press("Open the register entry")
        assert stranger.page.url == story.served.url + story.label_page


def she_checks_the_file(story: Story) -> None:
    """Genuine as issued; with one byte changed it is not, and nothing is quoted from it."""
    with story.stranger() as stranger:
        _upload(stranger, story.certificate)
        stranger.is_at("Genuine, and active today")
        stranger.looks()
        changed = bytearray(story.certificate)
        changed[len(changed) // 2] ^= 1
        _upload(stranger, bytes(changed))
        stranger.is_at("This file is not as we issued it")
        expect(stranger.page.locator("main")).not_to_contain_text(ORGANISATION)
        stranger.looks()


def she_checks_it_on_her_own_machine(story: Story) -> None:
    """The command, with nothing but the register's list of facts."""
    answer = _verify(story)
    assert (answer["valid"], answer["authentic"], answer["status"]) == (True, True, "active")
    assert answer["label"]["number"] == story.label_number


def two_persons_suspend_it(story: Story) -> None:
    """The holder is heard; who prepares cannot decide; a second person does, and all say so."""
    _prepare(story, "Suspend", REASON)
    story["olga"].at.sees("The holder acts next: it can answer until")
    _answer(story)
    story["olga"].at.page.reload()
    story["olga"].at.sees(f"Who can decide: {story['clara'].name}, {story['otto'].name}.")
    _decide(story, "Suspend the label")
    with story.stranger() as stranger:
        stranger.go(story.label_page)
        stranger.sees(f"Suspended since {said(today())}")
        stranger.sees(REASON)
        _upload(stranger, story.certificate)
        stranger.is_at("Genuine, but suspended since")
    assert _standing(story) == ("suspended", REASON)
    assert (_verify(story)["valid"], _verify(story)["status"]) == (False, "suspended")


def the_suspension_is_lifted(story: Story) -> None:
    """On a day with a change the worse state counts: active again from tomorrow."""
    _prepare(story, "Lift", MENDED)
    _decide(story, "Lift the suspension")
    with story.stranger() as stranger:
        stranger.go(story.label_page)
        stranger.sees(MENDED)
    assert _standing(story) == ("suspended", REASON)


def it_is_revoked(story: Story) -> None:
    """For good; the red button."""
    _prepare(story, "Revoke", MISUSED, urgent="Funders decide on Friday.")
    _decide(story, "Revoke the label")
    with story.stranger() as stranger:
        stranger.go(story.label_page)
        stranger.sees(f"Revoked on {said(today())}")
        stranger.sees(MISUSED)
        stranger.looks()
        _upload(stranger, story.certificate)
        stranger.is_at("Genuine, but revoked")
    assert _standing(story) == ("revoked", MISUSED)
    assert (_verify(story)["valid"], _verify(story)["status"]) == (False, "revoked")


def was_it_valid_on_this_day(story: Story) -> None:
    """Page, interface and command answer for the day that is asked about."""
    with story.stranger() as stranger:
        stranger.go(story.label_page)
        for label, number in zip(
            ("Day", "Month", "Year"), (today().day, today().month, today().year), strict=True
        ):
            stranger.fill(label, str(number))
        stranger.press("Show that day")
        stranger.sees(f"Revoked on {said(today())}")
        before = in_days(-1)
        stranger.go(f"{story.label_page}?day={before.day}&month={before.month}&year={before.year}")
        stranger.sees(f"On {said(before)}: not begun")
        stranger.sees(f"The label began on {said(today())}.")
    answer = _verify(story, "--on", in_days(-1).isoformat())
    assert (answer["valid"], answer["authentic"]) == (False, True)


def _answer(story: Story) -> None:
    """Nothing is public yet; an owner reads the reasons and answers."""
    with story.stranger() as stranger:
        stranger.go(story.label_page)
        expect(stranger.page.locator("main")).not_to_contain_text(REASON)
    maria = story["maria"].at
    maria.take_task("You are heard about your label")
    maria.is_at("Your label is to be suspended")
    maria.sees(REASON)
    maria.looks()
    maria.fill("Your answer", "The list of members came in on Monday.")
    maria.press("Send the answer")
    maria.sees("Your answer was sent.")


def _prepare(story: Story, kind: str, reason: str, *, urgent: str = "") -> None:
    olga = story["olga"].at
    olga.go("/office/labels")
    olga.press(story.label_number)
    olga.press("Prepare a change")
    olga.page.get_by_role("radio", name=kind).check()
    olga.fill("Public reason", reason)
    olga.fill("Why it is urgent", urgent)
    olga.press("Show it as strangers will read it")
    olga.sees(reason)
    olga.looks()
    olga.press("Send for decision")


def _decide(story: Story, button: str) -> None:
    otto = story["otto"]
    otto.at.take_task(story.label_number)
    if otto.at.page.get_by_role("link", name="Give the second factor").count():
        otto.at.press("Give the second factor")
        otto.at.fill("Code", otto.code())
        otto.at.press("Go on")
    otto.at.looks()
    otto.at.press(button)
    otto.at.is_at(ORGANISATION)
    otto.at.sees("in effect")


def _upload(stranger: Visitor, content: bytes) -> None:
    stranger.go("/verify")
    received = FilePayload(name="received.pdf", mimeType="application/pdf", buffer=content)
    stranger.field("The certificate as a PDF, or the badge").set_input_files(received)
    stranger.press("Check the file")


def _standing(story: Story) -> tuple[str, str]:
    """Return status and public reason as programs read them."""
    with story.stranger() as program:
        answer = program.page.request.get(f"/api/v1{story.label_page}").json()
    return answer["status"], answer["reason"]


def _verify(story: Story, *words: str) -> dict[str, Any]:
    """Return what the command says of the certificate, with the served register's own facts."""
    file = story.folder / "received.pdf"
    file.write_bytes(story.certificate)
    trust = f"{story.served.url}/trust.json"
    done = run(
        ["verify", str(file), "--trust", trust, *words],
        {**story.served.environment, "LABELLING_DATABASE_URL": "sqlite:////nowhere"},
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == {True: 0, False: 1}[answer["valid"]]
    return answer


STEPS = (
    a_stranger_finds_it,
    she_checks_the_file,
    she_checks_it_on_her_own_machine,
    two_persons_suspend_it,
    the_suspension_is_lifted,
    it_is_revoked,
    was_it_valid_on_this_day,
)
