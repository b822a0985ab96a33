"""Complaints: from anyone, at any time, answered by somebody who had no part in the matter."""
