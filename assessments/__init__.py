"""What excellence is and how it is scored: schemes as data, exact points, what each level asks."""
