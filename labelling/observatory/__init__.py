"""Star mapping: regional employment in versions, the stars that follow from it, the public map."""
