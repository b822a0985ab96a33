"""Step 1: people come in, prove who they are, and an organisation gets its seats."""

from playwright.sync_api import expect

from tests.journeys.people import Visitor
from tests.journeys.steps.cast import ORGANISATION, Somebody, Story

OFFICE_ROLES = {
    "olga": ("Olga Ortiz", "Programme officer"),
    "otto": ("Otto Oster", "Programme officer"),
    "clara": ("Clara Conti", "Committee member"),
}


def administrators_set_up_second_factors(story: Story) -> None:
    """Two administrators are made by command; nothing opens for them without a second factor."""
    for key, name in (("agnes", "Agnes Adler"), ("arne", "Arne Bosch")):
        somebody = story.somebody(key, name)
        words = ("--email", somebody.email, "--name", name)
        story.served.run("create-admin", *words, stdin=f"{somebody.password}\n")
        somebody.sign_in()
        somebody.at.go("/people")
        somebody.set_up_second_factor()
        somebody.at.is_at("People")
    story["agnes"].at.looks()


def two_administrators_appoint_the_office(story: Story) -> None:
    """One invites officers and a committee member, the other confirms; then the roles begin."""
    for key, (name, role) in OFFICE_ROLES.items():
        _invite(story["agnes"].at, story.somebody(key, name), role)
        story["agnes"].at.sees("waits for a second administrator")
        arne = story["arne"].at
        arne.take_task("Confirm a role as the second person")
        arne.is_at(name)
        arne.press("Confirm the role")
        arne.sees("The role is in force.")
    for key in OFFICE_ROLES:
        story[key].begin()
        story[key].at.is_at("My tasks")
    story["olga"].at.looks()


def an_officer_invites_assessor_and_managers(story: Story) -> None:
    """Nobody else is needed for an assessor, and none for a manager, who has no role yet."""
    olga = story["olga"].at
    ines = story.somebody("ines", "Ines Ionescu")
    _invite(olga, ines, "Assessor")
    for key, name in (("maria", "Maria Moser"), ("pavel", "Pavel Petrov")):
        _invite(
            olga, story.somebody(key, name), "None for now (cluster managers get a seat instead)"
        )
    for key in ("ines", "maria", "pavel"):
        story[key].begin()
        story[key].at.is_at("My tasks")


def _invite(inviter: Visitor, somebody: Somebody, role: str) -> None:
    inviter.go("/people")
    inviter.press("Invite a person")
    inviter.fill("E-mail address", somebody.email)
    inviter.fill("Name", somebody.name)
    inviter.choose("English")
    inviter.select("Role", role)
    inviter.press("Send the invitation")
    inviter.is_at(somebody.name)


def the_assessor_says_where_she_works(story: Story) -> None:
    """The office finds assessors by their profile."""
    ines = story["ines"].at
    ines.go("/reviews/profile")
    ines.select("Country where you work", "Belgium")
    ines.choose("English")
    ines.choose("German")
    ines.press("Save profile")
    ines.go("/reviews")
    ines.sees("Change my profile")


def a_manager_forgets_her_password(story: Story) -> None:
    """A link by mail, a new password; the browser that was signed in is signed out."""
    maria = story["maria"]
    with Visitor(story.browser, story.served.url) as elsewhere:
        elsewhere.go("/sign-in")
        elsewhere.press("I do not know my password")
        elsewhere.fill("E-mail address", maria.email)
        elsewhere.press("Send the link")
        story.served.wait_for_letter(maria.email, "Choose a new password within 30 minutes")
        elsewhere.go(story.served.link_in_letter(maria.email, "/ticket/"))
        elsewhere.is_at("Choose a new password")
        maria.password = "another four words for her"
        elsewhere.fill("New password", maria.password)
        elsewhere.press("Save the password")
        elsewhere.sees("Your password was saved. Sign in with it.")
    maria.at.go("/tasks")
    maria.at.is_at("Sign in")
    maria.enter_password()
    maria.at.is_at("My tasks")


def she_sees_her_sessions_and_ends_one(story: Story) -> None:
    """Both browsers are listed; the other one is ended from here."""
    maria = story["maria"]
    lent = Somebody(maria.name, maria.email, story.stranger(), maria.served, maria.password)
    lent.sign_in()
    lent.at.is_at("My tasks")
    maria.at.go("/me/sessions")
    expect(maria.at.page.locator("#sessions tbody tr, table tbody tr")).to_have_count(2)
    other = maria.at.page.locator("tbody tr").filter(has_not_text="this one")
    with maria.at.turning():
        other.get_by_role("button").click()
    expect(maria.at.page.locator("tbody tr")).to_have_count(1)
    lent.at.go("/tasks")
    lent.at.is_at("Sign in")
    lent.at.context.close()


def an_organisation_gets_its_people(story: Story) -> None:
    """A founder, a second owner, a contributor; nobody of the office is needed."""
    maria = story["maria"].at
    maria.take_task("Tell us about your organisation")
    maria.press("Create an organisation")
    maria.fill("Name of the organisation", ORGANISATION)
    maria.select("Country", "Austria")
    maria.fill("Town of the office", "Steyr")
    maria.page.get_by_label("Technology field").select_option("mobility")
    maria.fill("Website", "https://alder.example")
    maria.choose("English")
    maria.press("Create the organisation")
    maria.is_at(ORGANISATION)
    maria.looks()
    for key, name, seat in (
        ("milan", "Milan Marek", "Owner"),
        ("nora", "Nora Novak", "Contributor"),
    ):
        somebody = story.somebody(key, name)
        maria.go("/organisation")
        maria.press("Seats and requests")
        maria.fill("Name", somebody.name)
        maria.fill("E-mail address", somebody.email)
        maria.choose(seat)
        maria.press("Give the seat")
        maria.sees(somebody.email)
        somebody.begin()
        somebody.at.is_at("My tasks")


def somebody_asks_for_access(story: Story) -> None:
    """Owners decide; until then he sees nothing of the organisation."""
    pavel, milan = story["pavel"].at, story["milan"].at
    milan.go("/organisation")
    home = milan.page.url
    pavel.go("/organisation")
    pavel.press("Ask for access")
    pavel.fill("Name of the organisation", ORGANISATION)
    pavel.select("Country", "Austria")
    pavel.fill("Message to its owners", "I look after the members in the north.")
    pavel.press("Send the request")
    assert pavel.go(home) == 404
    milan.take_task("Answer a request for access")
    milan.sees("I look after the members in the north.")
    milan.page.get_by_label("Seat for Pavel Petrov").select_option("reader")
    milan.press("Answer Pavel Petrov")
    assert pavel.go(home) == 200
    pavel.is_at(ORGANISATION)


def an_owner_hands_over(story: Story) -> None:
    """The second owner gives his seat to the contributor; two owners it stays."""
    milan = story["milan"].at
    milan.go("/organisation")
    milan.press("Seats and requests")
    milan.press("Hand my owner's seat over")
    milan.page.get_by_role("radio", name="Nora Novak").check()
    milan.press("Hand the seat over")
    nora = story["nora"].at
    nora.go("/organisation")
    nora.press("Seats and requests")
    for line in ("Maria Moser, Owner", "Nora Novak, Owner", "Milan Marek, Contributor"):
        nora.sees(line)


STEPS = (
    administrators_set_up_second_factors,
    two_administrators_appoint_the_office,
    an_officer_invites_assessor_and_managers,
    the_assessor_says_where_she_works,
    a_manager_forgets_her_password,
    she_sees_her_sessions_and_ends_one,
    an_organisation_gets_its_people,
    somebody_asks_for_access,
    an_owner_hands_over,
)
