"""Results of the club: what disclosure control lets out, for members and for the club."""
