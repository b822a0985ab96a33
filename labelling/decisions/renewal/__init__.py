"""Renewal: when it can be started, what the holder is reminded of, what the register says of it."""
