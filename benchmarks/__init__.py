"""Performance as ratios against named floors, measured within one run."""
