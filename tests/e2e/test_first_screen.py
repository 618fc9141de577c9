"""What a phone loads before its home screen works."""

import subprocess

from guard_api.settings import PROJECT


def test_the_scripts_of_the_first_screen_stay_below_90_kb():
    command, folder = ["node", "scripts/first-screen.mjs"], PROJECT / "static/pwa"
    measured = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert measured.returncode == 0, measured.stdout + measured.stderr
