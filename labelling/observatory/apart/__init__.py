"""Files that the office brings for the map, read apart from the pages."""
