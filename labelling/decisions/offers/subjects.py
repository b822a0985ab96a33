"""What the rules about offers decide about."""

from dataclasses import dataclass

from labelling.applications.models import Application
from labelling.decisions.offers.models import LevelOffer


@dataclass(frozen=True, slots=True)
class OfferToHolder:
    """An offer, with the application that it answers."""

    offer: LevelOffer
    application: Application
