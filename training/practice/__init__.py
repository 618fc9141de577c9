"""Three questions a day from what a person is about to forget."""
