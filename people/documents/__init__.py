"""Papers on file, encrypted; each reading is written down."""
