"""The steps of the story, each in the words of who takes it."""
