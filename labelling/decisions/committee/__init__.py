"""The committee's sittings: agenda, papers, quorum, votes, minutes."""
