"""A certificate anew within its term: for another name, another host, another language."""
