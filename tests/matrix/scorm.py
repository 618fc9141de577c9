import hashlib

from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.files import store
from guard_api.identity.actor import Actor
from tests.matrix.rows import ADMINISTRATOR, GUARD, HR, SUPERVISOR, Row
from tests.training.scorm.packages import OLD, OLD_PAGE, form, packed
from tests.training.stock import make_module
from training.scorm.models import ScormPackage
from training.scorm.play import token_for
from training.scorm.service import key_of

LEARNERS = {GUARD, SUPERVISOR, HR, ADMINISTRATOR}
RUN = "/api/v1/my/scorm/<module_id>/run"
COURSE = {"module_id": "course"}
SAME = ("organisation_id", "module_id", "version", "title", "units", "files")
SAME += ("size_bytes", "sha256", "added_by")


def make(cast, things: dict[str, str]) -> None:
    things["course"] = make_module(cast.organisation_id, "course", origin="scorm")
    package = ScormPackage(
        organisation_id=cast.organisation_id,
        id=new_id(),
        module_id=things["course"],
        version="1.2",
        title="Fire course",
        units=[UNIT],
        files={"start-of-course.html": [0, len(OLD_PAGE), "text/html"]},
        size_bytes=len(OLD_PAGE),
        sha256=hashlib.sha256(b"").hexdigest(),
        added_by=cast.hui,
    )
    db.session.add(package)
    db.session.flush()
    store().put(key_of(cast.organisation_id, package.id, 0), OLD_PAGE.encode())
    things["course_package"] = package.id
    earlier = ScormPackage(**{name: getattr(package, name) for name in SAME}, id=new_id(), replaced_at=now())
    db.session.add(earlier)
    db.session.flush()
    things["earlier_package"] = earlier.id
    ana = Actor(cast.organisation_id, cast.ana, "", "en", frozenset())
    things["course_token"] = token_for(ana, package)
    things["course_unit"], things["course_path"] = "0" * 20, "start-of-course.html"


UNIT = {
    "id": "i1",
    "title": "Part one",
    "path": "start-of-course.html",
    "query": "",
    "tracked": True,
    "pass_score": None,
    "launch_data": "",
}
SAID = {"package_id": "@course_package", "unit_id": "i1", "cmi": {"cmi.core.lesson_status": "incomplete"}}
FILE = {"token": "course_token", "unit": "course_unit", "path": "course_path"}

ROWS = [
    Row("POST", "/api/v1/scorm", {HR, ADMINISTRATOR}, data=lambda: form(packed(OLD))["data"]),
    Row(
        "GET",
        "/api/v1/modules/<module_id>/packages",
        {SUPERVISOR, HR, ADMINISTRATOR},
        url=COURSE,
    ),
    Row(
        "POST",
        "/api/v1/modules/<module_id>/packages/<package_id>/play",
        {HR, ADMINISTRATOR},
        url=COURSE | {"package_id": "earlier_package"},
        also={409},  # the second of them finds it played already
    ),
    Row("GET", RUN, LEARNERS, url=COURSE),
    Row("POST", RUN, LEARNERS, url=COURSE),
    Row("PUT", RUN, LEARNERS, url=COURSE, json=SAID),
    Row("GET", "/api/v1/scorm/play/<token>/<unit>/<path>", url=FILE, public=True),
]
