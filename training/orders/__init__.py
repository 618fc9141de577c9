"""Post orders: a note that a site or post must have understood, with one to three questions."""
