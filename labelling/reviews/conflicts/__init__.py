"""Independence on record: what is found by the system, what was known when, objections."""
