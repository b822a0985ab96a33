"""What is done about meetings: planned, attended, prepared, minuted, acted upon."""
