"""Calls, applications, self-assessment, submission, eligibility."""
