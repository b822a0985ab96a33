"""Run the command line with ``python -m labelling``."""

from labelling.cli import main

main()
