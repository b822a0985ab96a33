"""Checks of what members give: hard ones refuse with a reason, soft ones ask."""
