"""Rounds as they are walked: started, judged, ended, played back."""
