"""Bid packs: one signed PDF that a holder encloses with a bid, and that can be checked later."""
