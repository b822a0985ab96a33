"""Every write of this room, by subject: profile, seats, requests for access, facts, evidence."""
