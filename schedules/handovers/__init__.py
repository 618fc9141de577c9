"""Handing a post over: what is open, what was counted, who took over."""
