"""The club's meetings: agenda, who takes part, slides, minutes, actions."""
