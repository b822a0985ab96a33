"""The application: people doing things with labels. Rooms below, doors in app.py and cli.py."""

__version__ = "0.1.0"
