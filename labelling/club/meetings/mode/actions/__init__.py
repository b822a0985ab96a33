"""What is done in meeting mode: slides chosen, the meeting led, names shown, openness agreed."""
