"""Letters are written with the decision, in the organisation's language; two officers word them."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from labelling.core import files
from labelling.core.access import Role, Seat
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow, SecondFactorNeeded
from labelling.core.outbox import Outgoing
from labelling.decisions.correspondence import actions, queries
from labelling.decisions.correspondence.jobs import print_letter
from labelling.decisions.correspondence.models import Letter, LetterKind, LetterTemplate
from labelling.decisions.correspondence.retention import clear
from labelling.decisions.models import LabelEventKind
from labelling.organisations.models import SeatHolding
from labelling.organisations.queries import owners
from labelling.people.models import Person
from labelling.reviews.models import Outcome
from tests.labelling.decisions.making import (
    NOW,
    REASON,
    Office,
    acting,
    changed,
    decided,
    recommended,
)
from tests.labelling.decisions.making import label as make_label
from tests.labelling.people.making import add_person, make_person, sign_in

SCHEME = "cluster-excellence"


def letters() -> list[Letter]:
    with reading() as session:
        return list(session.scalars(select(Letter).order_by(Letter.written_at, Letter.kind)))


def written(
    office: Office,
    *,
    kind: LetterKind = LetterKind.AWARDED,
    language: str = "en",
    subject: str = "Well done, {holder}",
    body: str = "{reason}\n\nYours, {office}",
) -> LetterTemplate:
    with unit_of_work() as session:
        return actions.write_template(
            session,
            actor=acting(office.officer, Role.OFFICER),
            scheme=SCHEME,
            kind=kind,
            language=language,
            subject=subject,
            body=body,
            now=NOW,
        )


def in_force(template: LetterTemplate, person: Person, *, fresh: bool = True) -> None:
    with unit_of_work() as session:
        actions.put_in_force(
            session,
            actor=acting(person, Role.OFFICER, fresh=fresh),
            template_id=template.id,
            now=NOW,
        )


def test_letter_of_an_award_is_in_the_language_of_the_organisation(office: Office) -> None:
    decided(office, recommended(language="de"))
    (letter,) = letters()
    assert (letter.kind, letter.language) == (LetterKind.AWARDED, "de")
    assert letter.subject.endswith(": Silber für Alder Valley Mobility Cluster")
    for words in ("28. Mai 2026", REASON, "31. Mai 2028", "27. Juni 2026", "CE-2026-0001-"):
        assert words in letter.body
    assert letter.address == "Alder Valley Mobility Cluster\nGraz\nÖsterreich"
    with reading() as session:
        mails = session.scalars(select(Outgoing).where(Outgoing.name == "label_awarded")).all()
    assert {mail.payload["context"]["letter"] for mail in mails} == {str(letter.id)}


def test_letter_of_a_refusal_names_the_reason_and_no_label(office: Office) -> None:
    application = recommended(percent=10, outcome=Outcome.NOT_AWARDED)
    decided(office, application, outcome=Outcome.NOT_AWARDED)
    (letter,) = letters()
    assert (letter.kind, letter.label_id) == (LetterKind.NOT_AWARDED, None)
    assert REASON in letter.body
    assert application.reference in letter.subject


def test_every_change_of_a_label_is_told_by_letter(office: Office) -> None:
    label = make_label(office, level="bronze")
    changed(office, label, LabelEventKind.SUSPENDED)
    kinds = {letter.kind: letter for letter in letters()}
    assert set(kinds) == {LetterKind.AWARDED, LetterKind.SUSPENDED}
    said = kinds[LetterKind.SUSPENDED]
    assert label.number in said.subject
    assert "Changes of membership were not reported in time." in said.body
    assert "Two letters were not answered." not in said.body


def test_letter_is_printed_once_as_accessible_pdf_without_markup_of_users(office: Office) -> None:
    application = recommended(name="<b>Alder</b> & {number} Cluster")
    decided(office, application)
    (letter,) = letters()
    assert "<b>Alder</b> & {number} Cluster" in letter.subject
    for _ in range(2):
        print_letter({"letter": str(letter.id)}, NOW)
    with reading() as session:
        printed = queries.find_printed(session, letter.id)
    assert printed is not None
    pdf = PdfReader(BytesIO(files.store().get(printed.sha256)))
    assert "<b>Alder</b> & {number} Cluster" in " ".join(pdf.pages[0].extract_text().split())
    assert "pdfuaid" in pdf.xmp_metadata.stream.get_data().decode()  # type: ignore[union-attr]


def test_text_stays_as_it_was_written_when_the_template_changes(office: Office) -> None:
    decided(office, recommended(name="First"))
    before = letters()[0].body
    in_force(written(office), office.second_officer)
    decided(office, recommended(name="Second"))
    by_name = {letter.address.partition("\n")[0]: letter for letter in letters()}
    assert by_name["First"].body == before
    assert by_name["Second"].subject == "Well done, Second"
    assert by_name["Second"].template_id is not None


def test_template_counts_only_when_a_second_officer_has_put_it_in_force(office: Office) -> None:
    template = written(office)
    with reading() as session:
        assert queries.wording(session, SCHEME, LetterKind.AWARDED, "en").version == 0
    with pytest.raises(NotAllowed, match="You wrote this version"):
        in_force(template, office.officer)
    with pytest.raises(SecondFactorNeeded):
        in_force(template, office.second_officer, fresh=False)
    with pytest.raises(NotFound), unit_of_work() as session:
        actions.put_in_force(
            session,
            actor=acting(office.member, Role.COMMITTEE),
            template_id=template.id,
            now=NOW,
        )
    in_force(template, office.second_officer)
    with reading() as session:
        assert queries.wording(session, SCHEME, LetterKind.AWARDED, "en").version == 1
        assert queries.wording(session, SCHEME, LetterKind.AWARDED, "de").version == 0
        verbs = session.scalars(
            select(AuditEntry.verb).where(AuditEntry.subject_kind == "letter_templates")
        ).all()
    assert verbs == ["letter_template.written", "letter_template.in_force"]
    with pytest.raises(NotNow):
        in_force(template, office.second_officer)


def test_older_version_is_not_put_in_force_after_a_later_one(office: Office) -> None:
    first, second = written(office), written(office)
    in_force(second, office.second_officer)
    with pytest.raises(NotNow, match="later one is in force"):
        in_force(first, office.second_officer)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"body": ""}, "body"),
        ({"body": "{holder.name}"}, "body"),
        ({"subject": "{{ holder }}"}, "subject"),
        ({"body": "{effective_on}"}, "body"),
        ({"body": "x" * 6001}, "body"),
    ],
)
def test_template_that_names_what_is_not_there_is_refused(
    change: dict[str, str], field: str, office: Office
) -> None:
    with pytest.raises(Invalid) as refused:
        written(office, **change)  # type: ignore[arg-type] # texts alone
    assert refused.value.field == field


def test_members_write_no_templates(office: Office) -> None:
    with pytest.raises(NotFound), unit_of_work() as session:
        actions.write_template(
            session,
            actor=acting(office.member, Role.COMMITTEE),
            scheme=SCHEME,
            kind=LetterKind.AWARDED,
            language="en",
            subject="S",
            body="B",
            now=NOW,
        )


def test_letters_about_an_application_go_with_its_content(office: Office) -> None:
    application = recommended(percent=10, outcome=Outcome.NOT_AWARDED)
    decided(office, application, outcome=Outcome.NOT_AWARDED)
    (letter,) = letters()
    print_letter({"letter": str(letter.id)}, NOW)
    with unit_of_work() as session:
        clear(session, [application.id], NOW)
    (letter,) = letters()
    assert (letter.subject, letter.body, letter.address) == ("", "", "")
    with reading() as session:
        assert queries.find_printed(session, letter.id) is None
    with pytest.raises(NotFound), reading() as session:
        queries.get_letter(session, letter.id)


# pages


def test_owners_and_office_read_a_letter_and_nobody_else(
    client: FlaskClient, office: Office
) -> None:
    application = recommended()
    decided(office, application)
    (letter,) = letters()
    print_letter({"letter": str(letter.id)}, NOW)
    with unit_of_work() as session:
        owner = owners(session, application.organisation_id)[0]
        reader = add_person(session, "Rita Reader")
        session.add(
            SeatHolding(
                organisation_id=application.organisation_id,
                person_id=reader.id,
                seat=Seat.READER,
                since=NOW,
            )
        )
    answers = {}
    for who, person, role in (
        ("owner", owner, Role.MANAGER),
        ("reader", reader, Role.MANAGER),
        ("officer", office.officer, Role.OFFICER),
        ("member", office.member, Role.COMMITTEE),
        ("stranger", make_person("Somebody Else"), Role.MANAGER),
    ):
        sign_in(client, person, role)
        answers[who] = (
            client.get(f"/letters/{letter.id}").status_code,
            client.get(f"/letters/{letter.id}/letter.pdf").status_code,
        )
    assert answers == {
        "owner": (200, 200),
        "reader": (403, 403),
        "officer": (200, 200),
        "member": (404, 404),
        "stranger": (404, 404),
    }
    sign_in(client, owner, Role.MANAGER)
    assert letter.subject in client.get("/letters").text


def test_officers_word_a_letter_on_its_pages(client: FlaskClient, office: Office) -> None:
    address = f"/office/letters/{SCHEME}/awarded/en"
    sign_in(client, office.officer)
    assert client.get("/office/letters").status_code == 200
    assert "<code>{valid_until}</code>" in client.get(address).text
    for wrong in ("/office/letters/x/awarded/en", f"/office/letters/{SCHEME}/x/en",
                  f"/office/letters/{SCHEME}/awarded/xx"):  # fmt: skip
        assert client.get(wrong).status_code == 404
    typed = {"subject": "Dear {holder}", "body": "<script>{reason}</script>"}
    refused = client.post(address, data={**typed, "body": "{strange}"})
    assert refused.status_code == 422
    assert "{strange}" in refused.text
    shown = client.post(address, data={**typed, "preview": "1"})
    assert shown.status_code == 200
    assert "&lt;script&gt;Every rule of the level holds." in shown.text
    saved = client.post(address, data=typed)
    assert saved.status_code == 303
    there = saved.location.partition("?")[0]
    assert "You wrote this version" in client.get(there).text
    assert client.post(there).status_code == 403
    sign_in(client, office.second_officer)
    assert "Put this version in force" in client.get(there).text
    assert client.post(there).status_code == 303
    assert "In force since" in client.get(there).text
