"""The pages of applications: each module has those of one subject."""

from labelling.applications.building import views as building
from labelling.applications.carrying import views as carrying
from labelling.applications.exchange import views as exchange
from labelling.applications.fees import list_views as fee_lists
from labelling.applications.fees import views as fees
from labelling.applications.paper import views as paper
from labelling.applications.together import views as together
from labelling.applications.versions import views as versions
from labelling.applications.views import (
    calls,
    checking,
    declarations,
    evidence,
    lists,
    looking,
    office,
    overview,
    parts,
    public,
    score,
    starting,
    submitting,
    ways,
)
from labelling.applications.views.blueprint import bp
from labelling.applications.workshop import views as workshop

__all__ = [
    "building",
    "calls",
    "carrying",
    "checking",
    "declarations",
    "evidence",
    "exchange",
    "fee_lists",
    "fees",
    "lists",
    "looking",
    "office",
    "overview",
    "paper",
    "parts",
    "public",
    "score",
    "starting",
    "submitting",
    "together",
    "versions",
    "ways",
    "workshop",
]

BLUEPRINTS = (bp, *building.BLUEPRINTS, workshop.everybody)
