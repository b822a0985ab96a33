"""Letters about decisions: their templates, what was written, on paper."""
