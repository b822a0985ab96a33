"""Each person's first page, demo data."""
