"""A self-assessment as a file, out and in: XLSX, Word, a page to fill in, JSON; a page to read."""
