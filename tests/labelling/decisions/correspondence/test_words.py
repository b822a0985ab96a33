"""What the office writes is called by one word, in German as in English."""

from pathlib import Path

from babel.messages.pofile import read_po

CATALOGUE = Path(__file__).parents[4] / "translations" / "de" / "LC_MESSAGES" / "messages.po"
OF_OTHERS = {"Brief des Vorstands"}  # a letter that an applicant's own board writes


def test_letters_of_the_office_are_called_schreiben() -> None:
    with CATALOGUE.open("rb") as file:
        texts = [
            text
            for message in read_po(file)
            for text in (
                [message.string] if isinstance(message.string, str) else message.string or ()
            )
        ]
    mixed = [
        text
        for text in texts
        if "Brief" in text and not any(others in text for others in OF_OTHERS)
    ]
    assert (len(texts) > 1000, mixed) == (True, [])
