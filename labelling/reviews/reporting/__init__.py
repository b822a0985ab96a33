"""What a technical editor looks for in a report, and what the organisation says of it later."""
