"""The suite; its tree mirrors the source. A package, so that no other `tests` on the path is taken for it."""
