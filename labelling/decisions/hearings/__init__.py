"""The holder is heard: before its label is suspended, revoked or withdrawn, or right after."""
