"""Each person's first page, the navigation, and the demonstration with its data."""
