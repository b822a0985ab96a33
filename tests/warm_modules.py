"""What the process that commands are forked from loads before the first of them."""

from importlib import import_module

from labelling.app import ROOMS
from labelling.commands import operations

for _room in ROOMS:
    for _door in ("policy", "jobs", "views"):
        try:
            import_module(f"labelling.{_room}.{_door}")
        except ModuleNotFoundError as missing:
            if missing.name != f"labelling.{_room}.{_door}":
                raise

import_module("labelling.desk.demo_views")
import_module("labelling.cli")

__all__ = ["operations"]
