"""Commands that need the application: serving, migrating, mending, keeping safe."""
