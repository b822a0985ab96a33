"""What is done about visits and questions."""
