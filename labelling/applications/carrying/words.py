"""What pages say of carrying over: what does not fit, and where an answer is from."""

from collections.abc import Iterable, Iterator, Mapping

from assessments.editions import UnknownEdition
from labelling.applications.carrying.previewing import Behind, NotLined, Offer
from labelling.applications.versions.sources import CitedAs
from labelling.core import i18n
from labelling.core.i18n import Text, gettext, lazy, ngettext
from labelling.organisations.editions import edition_with

LEFT: Mapping[Behind, Text] = {
    "no_target": lazy("No part of the new edition takes it."),
    "not_applicable": lazy("It did not apply then; say anew whether it does."),
    "not_asked": lazy("The level that you apply for does not ask for it."),
}
_NO_LINE: Mapping[NotLined, Text] = {
    "split": lazy("The chosen line stays behind: only a piece of the earlier part belongs here."),
    "merged": lazy("The chosen lines stay behind: several earlier parts come together here."),
    "scale": lazy("The chosen line stays behind: this part is scored in another way."),
    "renamed": lazy("The chosen line stays behind: the part has another title now."),
}


def remarks(offer: Offer) -> Iterator[str]:
    """Yield what is to be known of an offer before it is accepted, one sentence each."""
    if offer.is_renamed:
        yield gettext("The part has the same number, but another title. Read both before you tick.")
    if offer.how == "merged" and len(offer.sources) > 1:
        yield ngettext(
            "The text of %(num)s part comes here.",
            "The texts of %(num)s parts come here, one below the other.",
            len(offer.sources),
        )
    if offer.how == "split":
        yield gettext("The same text goes to other parts as well. Cut it to what belongs here.")
    if not offer.is_possible:
        yield gettext("The text is too long to be saved at all. Copy what you need by hand.")
    elif offer.over:
        yield ngettext(
            "The text is %(num)s character too long. It is carried over whole; shorten it then.",
            "The text is %(num)s characters too long. It is carried over whole; shorten it then.",
            offer.over,
        )
    if offer.line in _NO_LINE:
        yield str(_NO_LINE[offer.line])
    if offer.gone:
        yield gettext(
            "No longer in your library, so not cited: %(titles)s", titles=_titles(offer.gone)
        )
    if offer.unfit:
        yield gettext(
            "More than a part may cite, so left out: %(titles)s", titles=_titles(offer.unfit)
        )


def origins_in_words(origins: Iterable[Mapping[str, str]]) -> list[str]:
    """Return where an answer was carried over from, nearest first."""
    return [
        gettext(
            "Carried over from application %(reference)s, part %(part)s, %(edition)s",
            reference=row["application"],
            part=row["part"],
            edition=_edition_name(row["edition"], row["sha256"]),
        )
        for row in origins
    ]


def _edition_name(edition_id: str, sha256: str) -> str:
    try:
        found = edition_with(edition_id, sha256)
    except UnknownEdition:
        found = None
    return found.in_language(i18n.language()).name if found is not None else edition_id


def _titles(pieces: Iterable[CitedAs]) -> str:
    return ", ".join(piece.title for piece in pieces)
