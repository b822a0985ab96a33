"""Step 7: every step sent its mail; each says who acts next; a reminder goes out in time."""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from labelling.applications import actions, terms
from labelling.core.access import Role
from labelling.core.database import unit_of_work
from labelling.people.queries import find_person_by_email
from tests.journeys.people import PATIENCE
from tests.journeys.steps.accounts import OFFICE_ROLES
from tests.journeys.steps.applying import CLOSES, LATER
from tests.journeys.steps.cast import ORGANISATION, Story, in_days, in_full, said, today
from tests.labelling.acting import actor_for
from tests.labelling.organisations.making import PROFILE, make_organisation

LATE_COMER = "Lower Elm Food Cluster"
WHO_ACTS = re.compile(
    r"^(You act next|Nobody has to act|Nobody acts next|If it was you"
    r"|The (office|organisation|assessment team|committee) acts next)"
)


def another_organisation_has_two_days_left(story: Story) -> None:
    """Eight days ago somebody started an application whose call ends the day after tomorrow."""
    then = datetime.now(UTC) - timedelta(days=8)
    with story.installed(), unit_of_work() as session:
        olga = find_person_by_email(session, story["olga"].email)
        assert olga is not None
        call = actions.open_call(
            session,
            actor=actor_for(olga, Role.OFFICER, confirmed_at=then),
            title="Small call",
            edition_id="cluster-excellence-2026",
            levels=["bronze"],
            opens_on=in_days(-9),
            closes_on=in_days(2),
            now=then,
        )
        made = make_organisation(session, replace(PROFILE, name=LATE_COMER), now=then)
        application = actions.start_application(
            session,
            actor=made.actor(),
            organisation_id=made.id,
            call_id=call.id,
            level_id="bronze",
            terms_version=terms.VERSION,
            authorised_name="Ana Lindqvist",
            authorised_function="Chair of the board",
            now=then,
        )
        story.late_reference = application.reference
        story.late_owner = made.owners[0].email


def it_was_reminded_in_time(story: Story) -> None:
    """The worker looks every minute; the letter names the day and leads to what is missing."""
    subject = f"Submit {story.late_reference} by {in_full(in_days(2))}"
    letter = story.served.wait_for_letter(story.late_owner, subject, patience=90)
    assert letter.startswith("You act next.")
    assert re.search(r"/applications/\S+/readiness", letter)


def every_step_sent_its_mail(story: Story) -> None:
    """Nobody got too much, nobody too little."""
    sent = Counter(
        (message["To"].partition("@")[0], message["Subject"].strip())
        for message in story.served.postbox.messages
        if message["To"].endswith("@people.example")
    )
    expected = Counter(_expected(story))
    too_many, missing = sorted((sent - expected).elements()), sorted((expected - sent).elements())
    assert (too_many, missing) == ([], [])


def every_letter_says_who_acts_next(story: Story) -> None:
    """In its first line."""
    openings = {
        str(message.get_content()).partition("\n")[0] for message in story.served.postbox.messages
    }
    assert [line for line in openings if not WHO_ACTS.match(line)] == []


def the_officer_sees_the_mail_log(story: Story) -> None:
    """With what was sent to whom."""
    olga = story["olga"].at
    olga.go(f"{story.application}/office")
    log = olga.page.locator(".card", has=olga.page.get_by_role("heading", name="Mail"))
    line = log.get_by_role("listitem").filter(has_text="Eligible: ").filter(has_text="maria@")
    expect(line).to_contain_text("sent", timeout=PATIENCE)
    expect(olga.page.locator("main")).to_contain_text(said(LATER))
    olga.looks()


def _expected(story: Story) -> list[tuple[str, str]]:
    case, label, week = story.reference, story.label_number, in_full(in_days(7))
    owners = ("maria", "nora")
    change = f"Decide on a change of label {label} by {in_full(today())}"
    interview, heard_by = in_full(in_days(30)), said(in_days(14))
    return [
        *_account_letters(story),
        *_to(owners, f"Application {case} started: submit by {in_full(CLOSES)}"),
        *_to(owners, f"More time: {case} is due by {in_full(LATER)}"),
        *_to(owners, f"Submitted: {case}. You hear from us by {in_full(in_days(10))}", times=2),
        *_to(("olga", "otto"), f"Check eligibility of {case} by {in_full(in_days(10))}", times=2),
        *_to(owners, f"Questions on your application: answer by {in_full(in_days(80))}"),
        *_to(owners, f"Eligible: {case} goes on to assessment"),
        ("ines", f"Can you assess an application for Bronze? Answer by {week}"),
        *_to(owners, f"Your assessment team is proposed: {case}"),
        *_to(owners, f"Your assessment team has begun: {case}"),
        ("ines", f"Score {case} by {in_full(in_days(21))}"),
        ("ines", f"Arrange the interview or visit by {interview}: {case}"),
        *_to(owners, f"The assessment team will contact you: interview or visit by {interview}"),
        ("ines", f"Write the feedback report on {case} by {in_full(in_days(14))}"),
        *_to(owners, f"Your feedback report: check the facts by {in_full(in_days(14))}"),
        ("ines", f"The organisation has answered: make the report final by {week}"),
        *_to(owners, f"Your feedback report is final: {case}"),
        ("olga", f"A recommendation to prepare for decision by {in_full(in_days(21))}: {case}"),
        ("clara", f"Decide on application {case} by {in_full(in_days(21))}"),
        ("clara", "A recovery code of yours was used"),
        *_to(owners, f"{ORGANISATION} holds the label: Bronze, until {said(story.valid_until)}"),
        *_to(owners, f"The certificate for label {label} is ready"),
        *_to(("clara", "otto"), change, times=3),
        *_to(owners, f"Answer by {heard_by}: label {label} is to be suspended"),
        *_to(owners, f"Answer by {heard_by}: the urgent change of label {label}"),
        *_to(owners, f"Label {label} suspended from {said(today())}"),
        *_to(owners, f"Label {label}: suspension lifted on {said(today())}"),
        *_to(owners, f"Label {label} revoked from {said(today())}"),
    ]


def _account_letters(story: Story) -> list[tuple[str, str]]:
    invited = [key for key in story.people if key not in ("agnes", "arne")]
    return [
        *_to([*OFFICE_ROLES, "agnes", "arne"], "Your second factor was changed"),
        *_to(invited, f"Set up your account by {in_full(in_days(7))}"),
        ("maria", "Choose a new password within 30 minutes"),
        ("maria", "Your password was changed"),
        *_to(("maria", "milan"), f"Somebody asks for access to {ORGANISATION}"),
        ("pavel", f"You have access to {ORGANISATION}"),
        ("nora", f"You have a seat in {ORGANISATION}"),
    ]


def _to(people: tuple[str, ...] | list[str], subject: str, times: int = 1) -> list[tuple[str, str]]:
    return [(person, subject) for person in people] * times


STEPS = (
    it_was_reminded_in_time,
    every_step_sent_its_mail,
    every_letter_says_who_acts_next,
    the_officer_sees_the_mail_log,
)
