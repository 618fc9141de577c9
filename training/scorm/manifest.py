"""Reads imsmanifest.xml: which parts a course has, and where each begins."""

import re
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from guard_api.errors import Problem

MOST_BYTES = 4 * 1024 * 1024
MOST_UNITS = 200
DEEPEST = 20
BASE = "{http://www.w3.org/XML/1998/namespace}base"
DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding=["'](gb2312|gbk|gb18030)["'][^>]*\?>""", re.IGNORECASE)
OLD, NEW = "1.2", "2004"


@dataclass(frozen=True)
class Unit:
    """A part that is launched by itself (a SCO, or a page that tells nothing back)."""

    id: str
    title: str
    path: str
    query: str
    tracked: bool
    pass_score: float | None
    launch_data: str


@dataclass(frozen=True)
class Manifest:
    version: str
    title: str
    units: tuple[Unit, ...]

    def written_units(self) -> list[dict[str, Any]]:
        return [asdict(unit) for unit in self.units]


def read_manifest(data: bytes, paths: Collection[str]) -> Manifest:
    """The course that the manifest describes; each part must begin at a file of the package."""
    root = _parsed(data)
    if _name(root) != "manifest":
        raise Problem("scorm.manifest_unreadable", 422)
    version = _version(root, data)
    resources = dict(_resources(root))
    organisation = _organisation(root)
    items = list(_items(organisation, 0)) if organisation is not None else []
    units = [unit for item in items if (unit := _unit(item, resources, paths)) is not None]
    if not units:
        raise Problem("scorm.no_unit", 422)
    if len(units) > MOST_UNITS or len({unit.id for unit in units}) != len(units):
        raise Problem("scorm.manifest_unreadable", 422)
    return Manifest(version, _text(organisation, "title") or units[0].title, tuple(units))


def _parsed(data: bytes) -> Element:
    """Without entities and without fetching anything."""
    if len(data) > MOST_BYTES:
        raise Problem("scorm.manifest_unreadable", 422)
    declared = DECLARED.match(data)
    try:
        if declared:
            data = data[declared.end() :].decode("gb18030").encode()
        return fromstring(data, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        raise Problem("scorm.manifest_unreadable", 422) from None


def _version(root: Element, data: bytes) -> str:
    said = next((one.text or "" for one in root.iter() if _name(one) == "schemaversion"), "").strip()
    if said.startswith("1.2"):
        return OLD
    if "2004" in said or said.startswith("CAM 1.3") or said.startswith("1.3"):
        return NEW
    if b"adlcp_rootv1p2" in data:
        return OLD
    if b"adlcp_v1p3" in data:
        return NEW
    raise Problem("scorm.not_scorm", 422)


def _resources(root: Element) -> Iterator[tuple[str, tuple[str, bool]]]:
    """Identifier → (where it begins, whether it speaks to its player)."""
    for holder in _children(root, "resources"):
        for resource in _children(holder, "resource"):
            href = resource.get("href")
            base = holder.get(BASE, "") + resource.get(BASE, "")
            kind = next((value for name, value in resource.items() if _bare(name).lower() == "scormtype"), "")
            if href and resource.get("identifier"):
                yield resource.get("identifier", ""), (base + href, kind.lower() == "sco")


def _organisation(root: Element) -> Element | None:
    found = [one for holder in _children(root, "organizations") for one in _children(holder, "organization")]
    usual = next((holder.get("default") for holder in _children(root, "organizations")), None)
    return next((one for one in found if one.get("identifier") == usual), found[0] if found else None)


def _items(parent: Element, depth: int) -> Iterator[Element]:
    if depth > DEEPEST:
        raise Problem("scorm.manifest_unreadable", 422)
    for item in _children(parent, "item"):
        yield item
        yield from _items(item, depth + 1)


def _unit(item: Element, resources: dict[str, tuple[str, bool]], paths: Collection[str]) -> Unit | None:
    """None for a heading, which has nothing to launch."""
    reference = item.get("identifierref")
    if not reference or reference not in resources:
        return None
    href, tracked = resources[reference]
    path, query = launch_of(href, item.get("parameters", ""), paths)
    return Unit(
        id=item.get("identifier") or reference,
        title=_text(item, "title") or path,
        path=path,
        query=query,
        tracked=tracked,
        pass_score=_pass_score(item),
        launch_data=(_text(item, "datafromlms") or "")[:4000],
    )


def launch_of(href: str, parameters: str, paths: Collection[str]) -> tuple[str, str]:
    """The file at which a part begins, and what follows the question mark."""
    parts = urlsplit(href.replace("\\", "/"))
    if parts.scheme or parts.netloc:
        raise Problem("scorm.launch_missing", 422, path=href[:100])
    path = urljoin("/", unquote(parts.path)).lstrip("/")
    folded = {one.casefold(): one for one in paths}
    found = path if path in paths else folded.get(path.casefold())
    if found is None:
        raise Problem("scorm.launch_missing", 422, path=href[:100])
    asked = [one for one in (parts.query, parameters.lstrip("?&#")) if one]
    return found, "&".join(asked)[:1000]


def _pass_score(item: Element) -> float | None:
    """In percent: the mastery score of 1.2, or the least normalised measure of 2004."""
    old = _number(_text(item, "masteryscore"))
    if old is not None:
        return old
    measures = (one.text for one in item.iter() if _name(one) == "minNormalizedMeasure")
    new = _number(next(measures, None))
    return new and new * 100


def _number(text: str | None) -> float | None:
    try:
        number = float(text) if text else None
    except ValueError:
        return None
    return number if number is not None and -100 <= number <= 100 else None


def _text(parent: Element | None, name: str) -> str:
    if parent is None:
        return ""
    found = next((child for child in parent if _name(child).lower() == name), None)
    return " ".join((found.text or "").split())[:300] if found is not None else ""


def _children(parent: Element, name: str) -> Iterator[Element]:
    return (child for child in parent if _name(child) == name)


def _name(element: Element) -> str:
    return _bare(element.tag) if isinstance(element.tag, str) else ""


def _bare(name: str) -> str:
    return name.rpartition("}")[2]
