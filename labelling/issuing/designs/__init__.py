"""Designs of certificates: drafts, numbered versions, and which one is in force for a scheme."""
