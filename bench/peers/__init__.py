"""The same endpoint written the plain way. Neither judges rounds, counts scans, nor feeds screens."""
