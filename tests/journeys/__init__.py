"""Whole stories, lived in a real browser on a served system with a real mail server."""
