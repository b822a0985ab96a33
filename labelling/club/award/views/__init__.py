"""Pages of awards: of a round, of those who have a part in it, and of the public."""

from labelling.club.award.views import appraising, deciding, own, public, rounds, ruling
from labelling.club.award.views.blueprint import bp, public_bp

__all__ = ["appraising", "bp", "deciding", "own", "public", "public_bp", "rounds", "ruling"]
