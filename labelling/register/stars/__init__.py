"""The star map for programs: years, areas with their stars, the same as CSV."""
