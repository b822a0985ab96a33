"""The web around the rooms: who asks, forgery protection, headers, pages, forms, errors."""
