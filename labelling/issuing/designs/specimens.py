"""What a design is shown on: a made-up certificate of the scheme, in a level and a language."""

from datetime import date

from babel import Locale

from certificates.designs.design import Design
from certificates.sheet import Sheet
from certificates.wording import WORDINGS, wording
from labelling.core.errors import NotFound
from labelling.issuing.designs.schemes import edition_of_scheme
from labelling.settings import in_use

HOLDER = "Alder Valley Mobility Cluster"
LONG_HOLDER = (
    "Regional Association for Innovation, Digital Transformation and Sustainable Mobility of the "
    "Upper and Lower Alder Valley and its Neighbours"
)
_PLACE, _COUNTRY = "Alderbruck", "AT"
_FIRST, _LAST, _DECIDED = date(2027, 6, 1), date(2029, 5, 31), date(2027, 5, 28)


def specimen(
    scheme: str, design: Design, *, level_id: str = "", language: str = "en", holder: str = HOLDER
) -> Sheet:
    """Return the sheet of a fictitious holder; of the highest level where none is named.

    Raises NotFound for a level or language that does not exist.
    """
    if language not in WORDINGS:
        raise NotFound
    edition, chosen = edition_of_scheme(scheme, language), in_use()
    ids = [level.id for level in edition.levels]
    if level_id and level_id not in ids:
        raise NotFound
    ordinal = ids.index(level_id) + 1 if level_id else len(ids)
    level = edition.levels[ordinal - 1]
    return Sheet(
        scheme=chosen.label_name,
        holder=holder,
        place=_PLACE,
        country=Locale.parse(language).territories[_COUNTRY],
        level_id=level.id,
        level=level.name,
        level_ordinal=ordinal,
        level_count=len(ids),
        scope=wording(language).scope,
        edition=edition.name,
        valid_from=_FIRST,
        valid_until=_LAST,
        decided_by=wording(language).committee,
        decided_on=_DECIDED,
        decided_in=chosen.office_place,
        number=f"{edition.number_prefix}-{_DECIDED.year}-0000-X",
        version=1,
        address=f"{chosen.public_url}/labels/SPECIMEN0000",
        language=language,
        names_language="" if edition.language == language else edition.language,
        signatories=design.signatories,
    )
