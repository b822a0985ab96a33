"""A self-assessment as a file, out and in: XLSX, Word, JSON; HTML to read and print."""
