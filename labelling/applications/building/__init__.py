"""Building editions of schemes: drafts, their checks and trials, publishing, the public list."""
