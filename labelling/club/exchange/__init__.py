"""Visits between members, and questions to those who are good at something."""
