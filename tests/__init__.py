"""All tests, by the tree that they mirror."""
