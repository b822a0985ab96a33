"""The meeting while it is held: slides chosen and judged, followed live, names with consent."""
