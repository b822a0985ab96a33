"""A workshop: a group scores parts on its phones, sees where it differs, keeps one result."""
