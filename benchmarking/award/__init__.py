"""The award of a meeting: who may have it, who has it, and a file to recompute it from."""
