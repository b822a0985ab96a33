"""The pages of the workshop and of the public list; each module has those of one subject."""

from labelling.applications.building.views import (
    drafts,
    lists,
    mapping,
    public,
    publishing,
    rearranging,
    tables,
    trial,
)
from labelling.applications.building.views.blueprint import bp, public_bp

__all__ = ["drafts", "lists", "mapping", "public", "publishing", "rearranging", "tables", "trial"]

BLUEPRINTS = (bp, public_bp)
