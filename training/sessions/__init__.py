"""Classroom training: places, the waiting list, who came through the door, and the instructor's sign-off."""
