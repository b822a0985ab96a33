"""The visit before it takes place: the day, whom the assessors meet, what is asked and seen."""
