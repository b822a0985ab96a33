"""The holder gives its label up: asked for by an owner, decided like every other change."""
