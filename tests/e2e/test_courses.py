"""A bought course in a real browser: sealed off, and yet its words arrive."""

import json

import pytest
import requests

from tests.e2e.conftest import DESK
from tests.training.scorm.packages import NEW, OLD, packed

# As course tools look for their player: in the window, then upwards.
FIND = """
function find(name) {
  let at = window
  for (let steps = 0; at[name] == null && at.parent != null && at.parent !== at && steps < 9; steps += 1) {
    at = at.parent
  }
  return at[name]
}
const seen = {}
for (const [what, look] of Object.entries({
  storage: () => { localStorage.setItem('a', '1'); return localStorage.getItem('a') },
  cookie: () => document.cookie,
  app: () => window.top.document.title,
})) { try { seen[what] = String(look()) } catch (error) { seen[what] = error.name } }
"""
OLD_COURSE = f"""<!DOCTYPE html><html><head><script>{FIND}
const api = find('API')
api.LMSInitialize('')
const visits = Number(api.LMSGetValue('cmi.core.lesson_location') || 0)
api.LMSSetValue('cmi.core.lesson_location', String(visits + 1))
api.LMSSetValue('cmi.suspend_data', JSON.stringify(seen))
if (visits) {{
  api.LMSSetValue('cmi.core.score.raw', '90')
  api.LMSSetValue('cmi.core.lesson_status', 'completed')
}}
api.LMSCommit('')
if (visits) api.LMSFinish('')
</script></head><body>Course</body></html>"""
NEW_COURSE = f"""<html><head><script>{FIND}
const api = find('API_1484_11')
api.Initialize('')
api.SetValue('cmi.score.scaled', '0.9')
api.SetValue('cmi.success_status', 'passed')
api.SetValue('cmi.completion_status', 'completed')
api.Terminate('')
</script></head><body>Course</body></html>"""
# What a player's screen does: a sealed frame, and a listener that saves what the course says.
PLAY = """
async ([url, token, run, stop]) => {
  const saved = []
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', 'allow-scripts allow-forms allow-modals')
  const done = new Promise((resolve) => {
    addEventListener('message', async ({ source, data }) => {
      if (source !== frame.contentWindow || data.source !== 'anxun-scorm') return
      const { package_id, unit_id, cmi, ended } = data
      const answer = await fetch(run, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ package_id, unit_id, cmi, ended }),
      })
      saved.push([answer.status, (await answer.json()).status])
      if (saved.length === stop) resolve()
    })
  })
  frame.src = url
  document.body.append(frame)
  await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 10000))])
  frame.remove()
  return saved
}
"""


@pytest.fixture
def course(admin):
    def imported(files: dict) -> dict:
        answer = requests.post(
            f"{admin.address}/api/v1/scorm",
            headers={"Authorization": f"Bearer {admin.token}"},
            files={"file": ("course.zip", packed(files))},
            timeout=60,
        )
        assert answer.status_code == 201, answer.text
        return answer.json()

    return imported


@pytest.fixture
def play(installation, admin, open_browser):
    page = open_browser("learner", DESK).new_page()
    page.goto(installation.address)

    def played(course: dict, unit: int, stop: int) -> list:
        path = f"/my/scorm/{course['module_id']}/run"
        url = admin.get(path)["units"][unit]["url"]
        return page.evaluate(PLAY, [url, admin.token, f"/api/v1{path}", stop])

    return played


def test_an_old_course_is_sealed_off_and_goes_on_where_it_was(admin, course, play):
    found = course(OLD | {"pages/start.html": OLD_COURSE})
    assert play(found, 0, 1) == [[200, "incomplete"]]
    run = admin.get(f"/my/scorm/{found['module_id']}/run")
    said = run["units"][0]["cmi"]
    assert said["cmi.core.lesson_location"] == "1"
    assert json.loads(said["cmi.suspend_data"]) == {"storage": "1", "cookie": "", "app": "SecurityError"}
    assert play(found, 0, 2)[-1] == [200, "passed"]


def test_a_course_of_the_newer_standard_in_two_parts_is_passed(admin, course, play):
    found = course(NEW | {"content/a.html": NEW_COURSE, "content/b.html": NEW_COURSE})
    assert play(found, 0, 1)[-1] == [200, "incomplete"]
    assert play(found, 1, 1)[-1] == [200, "passed"]
