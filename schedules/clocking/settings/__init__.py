"""What an organisation and its sites ask of a punch, and what they tolerate."""
