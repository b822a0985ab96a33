"""The round table: the team agrees part by part, live, each at a screen of their own."""
