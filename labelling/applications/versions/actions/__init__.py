"""Every write of versions."""
