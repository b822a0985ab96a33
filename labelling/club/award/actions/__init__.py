"""What is done about an award, step by step."""
