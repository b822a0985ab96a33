"""How reliable assessments are: agreement, drift, parts that divide, and severity."""
