"""Invitations that go on by themselves: the next choice, and who stands in for an officer."""
