"""Every screen of the app against axe, with the demonstration's data: light and dark, phone and desk."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
import requests
from playwright.sync_api import BrowserContext, Page, expect

from guard_api.settings import PROJECT
from tests.e2e import duty, school
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.stage import Desk, Installation
from tests.training.scorm.packages import OLD, packed

APP = PROJECT / "static/pwa"
AXE = (APP / "node_modules/axe-core/axe.min.js").read_text()
TABLES = (
    "phone/routes.ts",
    "phone/learning/routes.ts",
    "phone/shifts/routes.ts",
    "session/routes.ts",
    "desk/routes.ts",
    "desk/notices/routes.ts",
    "desk/rosters/routes.ts",
    "desk/staff/routes.ts",
    "desk/training/routes.ts",
)
ADMINISTRATOR, GUARD = "admin@jadelake.example", "+8613900000005"
OPENS = re.compile(
    "^(上报问题|新增|新建|添加|登记|编辑|修改|设置|走其他|说明原因|输入编码|结束巡更|出示|求助|退出登录|批量|更换|复制"
    "|办理|指派|提醒|代为|签到码|调岗|晋升|请假|安排|导入外购|批准|更正|取消培训|修改条件"
    "|临时请假|让班|撤回|我来接|换一个新链接)"
)
RUN = """async (contrast) => {
  const options = { resultTypes: ['violations'], ...(contrast ? { runOnly: ['color-contrast'] } : {}) }
  const { violations } = await axe.run(document, options)
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))
}"""

# An emulated change of light leaves colours that links hand down as they were, until all is styled anew.
RESTYLED = """() => {
  const { style } = document.documentElement
  style.display = 'none'
  document.documentElement.getBoundingClientRect()
  style.display = ''
}"""

# Where each path of the route tables leads with the demonstration's data, and who looks.
OUTSIDE = {"/sign-in": "/sign-in", "/pin": "/pin", "/enrol": "/enrol"}
PHONE_SCREENS = {
    "/": "/",
    "/rounds/:id": "/rounds/{round}",
    "/scan": "/scan",
    "/finding": "/finding",
    "/my/exceptions": "/my/exceptions",
    "/t/:code": "/t/{code}",
    "/me": "/me",
    "/unsent": "/unsent",
    "/:rest(.*)*": "/nowhere/at/all",
}
LEARNING_SCREENS = {
    "/learn": "/learn",
    "/learn/modules/:id": "/learn/modules/{module}",
    "/learn/modules/:id/lessons/:lesson": "/learn/modules/{module}/lessons/{lesson}",
    "/learn/modules/:id/attempt": "/learn/modules/{module}/attempt",
    "/learn/modules/:id/result": "/learn/modules/{failed}/result",
    "/learn/modules/:id/course": "/learn/modules/{course}/course",
    "/learn/practice": "/learn/practice",
    "/learn/certificates": "/learn/certificates",
    "/learn/sessions": "/learn/sessions",
    "/learn/attend": "/learn/attend",
    "/s/:code": "/s/{door}",
    "/learn/way-up": "/learn/way-up",
    "/learn/inbox": "/learn/inbox",
    "/v/:code": "/v/{certificate}",
}
SHIFT_SCREENS = {
    "/shifts": "/shifts",
    "/shifts/clock": "/shifts/clock",
    "/shifts/hours": "/shifts/hours",
    "/shifts/leave": "/shifts/leave",
    "/shifts/leave/ask": "/shifts/leave/ask",
    "/shifts/wishes": "/shifts/wishes",
    "/shifts/wishes/add": "/shifts/wishes/add",
    "/shifts/offers": "/shifts/offers",
    "/shifts/handover": "/shifts/handover",
    "/shifts/attendance": "/shifts/attendance",
    "/shifts/correction": "/shifts/correction?shift={over}",
    "/shifts/calendar": "/shifts/calendar",
    "/shifts/:id": "/shifts/{shift}",
    "/shifts/:id/swap": "/shifts/{shift}/swap",
}
DESK_SCREENS = {
    "/desk/today": "/desk/today",
    "/desk/coverage": "/desk/coverage",
    "/desk/coverage/visits": "/desk/coverage/visits?site={site}",
    "/desk/coverage/scans": "/desk/coverage/scans?site={site}",
    "/desk/patrols": "/desk/patrols",
    "/desk/patrols/:id": "/desk/patrols/{patrol}",
    "/desk/exceptions": "/desk/exceptions",
    "/desk/findings": "/desk/findings",
    "/desk/findings/:id": "/desk/findings/{finding}",
    "/desk/sites": "/desk/sites",
    "/desk/sites/:id": "/desk/sites/{site}",
    "/desk/routes": "/desk/routes",
    "/desk/plans": "/desk/plans",
    "/desk/people": "/desk/people",
    "/desk/phones": "/desk/phones",
    "/desk/import": "/desk/import",
    "/desk/organisation": "/desk/organisation",
    "/desk/notices": "/desk/notices",
    "/desk/staff": "/desk/staff",
    "/desk/staff/import": "/desk/staff/import",
    "/desk/staff/papers": "/desk/staff/papers?within=all",
    "/desk/staff/:id": "/desk/staff/{person}",
    "/desk/ladder": "/desk/ladder",
    "/desk/turnover": "/desk/turnover",
    "/desk/turnover/rows": "/desk/turnover/rows?figure=leavers",
    "/desk/training": "/desk/training",
    "/desk/training/figures": "/desk/training/figures",
    "/desk/modules": "/desk/modules",
    "/desk/modules/:id": "/desk/modules/{module}",
    "/desk/orders": "/desk/orders",
    "/desk/orders/new": "/desk/orders/new",
    "/desk/orders/:id": "/desk/orders/{order}",
    "/desk/classes": "/desk/classes",
    "/desk/classes/:id": "/desk/classes/{class}",
    "/desk/certificates": "/desk/certificates",
    "/desk/certificates/import": "/desk/certificates/import",
    "/desk/certificates/types": "/desk/certificates/types",
    "/desk/certificates/warnings": "/desk/certificates/warnings",
    "/desk/certificates/rules": "/desk/certificates/rules",
    "/desk/rosters": "/desk/rosters",
    "/desk/rosters/:id": "/desk/rosters/{roster}",
    "/desk/rosters/:id/print": "/desk/rosters/{roster}/print",
    "/desk/offers": "/desk/offers",
    "/desk/post-coverage": "/desk/post-coverage",
    "/desk/posts": "/desk/posts",
    "/desk/posts/:id": "/desk/posts/{post}",
    "/desk/posts/shift-types": "/desk/posts/shift-types",
    "/desk/posts/calendar": "/desk/posts/calendar",
    "/desk/terms": "/desk/terms",
    "/desk/terms/import": "/desk/terms/import",
    "/desk/terms/pairings": "/desk/terms/pairings",
    "/desk/terms/wishes": "/desk/terms/wishes",
    "/desk/law": "/desk/law",
}
# What stands behind tabs and views of those.
DESK_VIEWS = (
    *(f"/desk/staff/{{person}}?tab={tab}" for tab in ("growth", "learning", "papers", "particulars")),
    *(
        f"/desk/modules/{{module}}?tab={tab}"
        for tab in ("draft", "questions", "media", "requirements", "people", "versions")
    ),
    *(f"/desk/orders/{{order}}?tab={tab}" for tab in ("people", "write", "versions")),
    "/desk/ladder?tab=criteria",
    "/desk/certificates?view=calendar",
    "/desk/turnover?by=reason",
    "/desk/rosters/{roster}?by=posts",
    "/desk/post-coverage?by=day",
    "/desk/notices?tab=deliveries",
)


def paths_of(table: str) -> Iterator[str]:
    """The paths of one route table, without those that only lead elsewhere."""
    for line in (APP / "src" / table).read_text().splitlines():
        if found := re.search(r"desk\('([^']+)'", line):
            yield f"/desk/{found[1]}"
        elif (found := re.search(r"path: '([^']+)'", line)) and "redirect" not in line:
            yield found[1]


def test_every_screen_is_in_this_list():
    here = (
        OUTSIDE.keys()
        | PHONE_SCREENS.keys()
        | LEARNING_SCREENS.keys()
        | SHIFT_SCREENS.keys()
        | DESK_SCREENS.keys()
    )
    assert {path for table in TABLES for path in paths_of(table)} == here


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory) -> Iterator[Installation]:
    installation = Installation(tmp_path_factory.mktemp("demonstration"))
    installation.command("migrate")
    installation.command("demo", "--days", "1")
    installation.start()
    yield installation
    installation.stop()


@pytest.fixture(scope="module")
def password(demonstration) -> str:
    return json.loads((demonstration.data / "demonstration.json").read_text())["password"]


@pytest.fixture(scope="module")
def things(demonstration, password) -> dict[str, str]:
    """Ids to look at."""
    admin = Desk(demonstration.address).sign_in(ADMINISTRATOR, password)
    guard = Desk(demonstration.address).sign_in(GUARD, password)
    bundle = guard.get("/my/rounds")
    point = next(one for one in bundle["checkpoints"] if one["checklist_id"] and one["tags"])
    walked = admin.get("/patrols?state=done")["items"][0]
    return {
        "round": min(bundle["rounds"], key=lambda one: (one["state"] != "running", one["id"]))["id"],
        "code": admin.get(f"/checkpoints/{point['id']}/tags")["items"][0]["code"],
        "site": bundle["sites"][0]["id"],
        "patrol": walked["id"],
        "finding": admin.get("/findings")["items"][0]["id"],
        "person": guard.get("/me")["id"],
        "roster": admin.get("/rosters")["items"][0]["id"],
        "post": admin.get("/posts")["items"][0]["id"],
        "order": school.give_order(admin, bundle["sites"][0]["id"]),
        **classroom(admin),
    }


def classroom(admin: Desk) -> dict[str, str]:
    """A module and a class of it."""
    module = next(
        one["id"] for one in admin.get("/modules?limit=200")["items"] if one["code"] == "fire-patrol"
    )
    school.plan_class(admin, module)
    return {"module": module, "class": admin.get(f"/training-sessions?module_id={module}")["items"][0]["id"]}


def bought_course(admin: Desk) -> str:
    answer = requests.post(
        f"{admin.address}/api/v1/scorm",
        headers={"Authorization": f"Bearer {admin.token}"},
        files={"file": ("course.zip", packed(OLD))},
        timeout=60,
    )
    assert answer.status_code == 201, answer.text
    return answer.json()["module_id"]


@pytest.fixture
def faults() -> Iterator[list[str]]:
    faults: list[str] = []
    yield faults
    assert not faults, "\n".join(faults)


class Eye:
    """Looks at what one page shows, in both sizes and both lights."""

    def __init__(self, context: BrowserContext, address: str, faults: list[str]):
        context.add_init_script(AXE)
        self.page, self._address, self._faults = context.pages[0], address, faults

    def walk(self, path: str) -> None:
        self.page.set_viewport_size(PHONE)
        self.page.goto(self._address + path)
        self.settle()
        self.look(path)
        for name in self.openers():
            self.open(path, name)

    def settle(self) -> None:
        expect(self.page.locator("h1, h2").first).to_be_visible(timeout=20_000)
        expect(self.page.locator(".skeleton")).to_have_count(0, timeout=20_000)
        self.page.wait_for_timeout(150)

    def look(self, where: str, sizes: tuple[dict[str, int], ...] = (PHONE, DESK)) -> None:
        for size in sizes:
            self.page.set_viewport_size(size)
            for light in ("light", "dark"):
                self.page.emulate_media(color_scheme=light, reduced_motion="reduce")
                self.page.evaluate(RESTYLED)
                self.page.wait_for_timeout(100)
                found = self.page.evaluate(RUN, light == "dark")
                self._faults += [f"{where} {light} {size['width']}: {fault}" for fault in found]

    def openers(self) -> list[str]:
        self.page.set_viewport_size(PHONE)
        buttons = self.page.locator("main button:visible:enabled:not([role=tab], table *)")
        names = buttons.all_inner_texts()
        return list(dict.fromkeys(name.strip() for name in names if OPENS.match(name.strip())))

    def open(self, path: str, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()
        dialog = self.page.locator("dialog[open]")
        try:
            expect(dialog).to_be_visible(timeout=1_000)
        except AssertionError:
            return
        self.page.wait_for_timeout(100)
        self.look(f"{path} › {name}", (PHONE,))
        self.page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)


@pytest.fixture
def eye(open_browser, demonstration, faults) -> Callable[[], Eye]:
    return lambda: Eye(
        open_browser("eye", PHONE, locale="zh-CN", permissions=["geolocation"]), demonstration.address, faults
    )


def sign_in(page: Page, address: str, login: str, password: str) -> None:
    page.goto(f"{address}/sign-in")
    page.locator("input").first.fill(login)
    page.locator("input[type=password]").fill(password)
    page.locator("button[type=submit]").click()
    page.wait_for_url(lambda url: "/sign-in" not in url, timeout=20_000)


@pytest.mark.slow
def test_the_phone_face_has_no_barrier(eye, demonstration, password, things):
    look = eye()
    for path in OUTSIDE.values():
        look.walk(path)
    sign_in(look.page, demonstration.address, GUARD, password)
    for path in PHONE_SCREENS.values():
        look.walk(path.format(**things))
    look.page.goto(f"{demonstration.address}/t/{things['code']}")
    look.page.get_by_role("button", name="记录我到了这里").click()
    expect(look.page.locator("dialog[open]")).to_be_visible()
    look.look("the result of a scan", (PHONE,))


@pytest.mark.slow
def test_learning_on_the_phone_has_no_barrier(eye, demonstration, password):
    admin = Desk(demonstration.address).sign_in(ADMINISTRATOR, password)
    lessons = school.set_up(admin, Desk(demonstration.address).sign_in(GUARD, password))
    lessons["course"] = bought_course(admin)
    look = eye()
    sign_in(look.page, demonstration.address, GUARD, password)
    for path in LEARNING_SCREENS.values():
        look.walk(path.format(**lessons))
    look.page.goto(f"{demonstration.address}/learn/modules/{lessons['module']}/attempt")
    look_at_each_kind_of_question(look)
    look.page.goto(f"{demonstration.address}/v/unknown")
    look.settle()
    look.look("a certificate that nobody knows", (PHONE,))


@pytest.mark.slow
def test_shifts_on_the_phone_have_no_barrier(eye, demonstration, password):
    admin = Desk(demonstration.address).sign_in(ADMINISTRATOR, password)
    seen = duty.set_up(admin, Desk(demonstration.address).sign_in(GUARD, password))
    look = eye()
    sign_in(look.page, demonstration.address, GUARD, password)
    for path in SHIFT_SCREENS.values():
        look.walk(path.format(**seen))
    look.page.goto(f"{demonstration.address}/")
    expect(look.page.get_by_role("button", name="下班打卡")).to_be_visible(timeout=20_000)
    look.look("the clock on the home screen", (PHONE,))


def look_at_each_kind_of_question(eye: Eye) -> None:
    kinds = {"input[type=radio]", "input[type=checkbox]", "li[data-key]"}
    question = eye.page.get_by_role("progressbar")
    expect(question).to_be_visible(timeout=20_000)
    while question.count():
        seen = {kind for kind in kinds if eye.page.locator(kind).count()}
        if seen:
            eye.look(f"a question: {seen}", (PHONE,))
        kinds -= seen
        place = question.get_attribute("aria-label")
        eye.page.get_by_role("button", name=re.compile("^(下一题|检查答案)$")).click()
        expect(eye.page.get_by_role("progressbar", name=place)).to_have_count(0)
    eye.look("all answers before they are handed in", (PHONE,))


@pytest.mark.slow
def test_the_desk_face_has_no_barrier(eye, demonstration, password, things):
    look = eye()
    sign_in(look.page, demonstration.address, ADMINISTRATOR, password)
    for path in (*DESK_SCREENS.values(), *DESK_VIEWS):
        look.walk(path.format(**things))
