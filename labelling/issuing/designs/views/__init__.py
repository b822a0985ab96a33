"""Pages of designs: the list, the draft with its pictures, versions and the second officer."""

from labelling.issuing.designs.views import drafts, specimens, versions
from labelling.issuing.designs.views.blueprint import bp

__all__ = ["bp", "drafts", "specimens", "versions"]
