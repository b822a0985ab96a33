"""The pages of the register, and what programs ask of it."""

from flask import Blueprint

from labelling.register.bidpacks import views as bidpacks
from labelling.register.stars import views as stars  # noqa: F401 (registers its pages)
from labelling.register.statistics import views as statistics
from labelling.register.views import api, badges, checks, entries, front  # noqa: F401 (each registers its pages)
from labelling.register.views.blueprint import bp

BLUEPRINTS: tuple[Blueprint, ...] = (bp, statistics.bp, bidpacks.bp)
