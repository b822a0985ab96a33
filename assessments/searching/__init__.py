"""The search for the cheapest ways to a level: whole numbers in, choices of parts and steps out."""
