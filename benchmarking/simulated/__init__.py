"""A fictitious club for demonstrations and tests: nobody in it exists, no figure was ever given."""

from benchmarking.simulated.cast import SimulatedMember
from benchmarking.simulated.club import Correction, SimulatedClub, simulated_club

__all__ = ["Correction", "SimulatedClub", "SimulatedMember", "simulated_club"]
