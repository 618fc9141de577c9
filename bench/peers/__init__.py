"""The same endpoint written the plain way, flags and all, but neither finds nor judges rounds."""
