"""The change feed behind live screens: a cursor, deltas, and a stream of the same."""
