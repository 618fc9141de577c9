"""What each person wants: quiet hours, ways, and the devices that may show notices."""
