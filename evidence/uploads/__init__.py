"""Photos and voice notes: resumable, named by their content, served only re-encoded."""
