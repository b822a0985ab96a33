"""Several people at one self-assessment: who writes what, who is here, comments, history."""
