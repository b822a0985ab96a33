"""Clocks of appeals and complaints: how long each step may take, and the dates that follow."""
