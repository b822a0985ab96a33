"""Panels, conflicts of interest, individual scores, agreement, visits, feedback."""
