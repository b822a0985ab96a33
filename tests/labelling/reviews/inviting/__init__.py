"""Tests of invitations that go on by themselves."""
