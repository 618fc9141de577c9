"""Where somebody must stand: posts, kinds of shift, the demand of each day, and the calendar behind it."""
