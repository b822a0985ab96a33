"""Appeals: filed by an owner, judged admissible by two, decided by a panel that had no part."""
