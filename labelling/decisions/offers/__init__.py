"""Lower levels that the committee offers, and the holder's consent to them."""
