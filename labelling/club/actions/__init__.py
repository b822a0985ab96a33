"""What people do in a club: every write."""
