import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw


@pytest.fixture
def north(cast) -> str:
    """The address of North Gate Estate."""
    return f"/api/v1/sites/{cast.north_gate}"


@pytest.fixture
def add(sam, north) -> Callable[..., dict]:
    """Sam adds a checkpoint to North Gate Estate."""

    def add(name: str, **fields) -> dict:
        answer = sam.post(f"{north}/checkpoints", json={"name": name, **fields})
        assert answer.status_code == 201, answer.get_json()
        return answer.get_json()

    return add


@pytest.fixture
def code_of(sam) -> Callable[[dict], str]:
    """The code of a checkpoint's tag in use."""
    return lambda checkpoint: sam.get(f"/api/v1/checkpoints/{checkpoint['id']}/tags").get_json()["items"][0][
        "code"
    ]


def drawing(width: int = 400, height: int = 300, kind: str = "PNG", **options) -> io.BytesIO:
    """A floor plan as an architect saves it."""
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((10, 10, width - 10, height - 10), outline="black", width=3)
    out = io.BytesIO()
    image.save(out, kind, **options)
    out.seek(0)
    return out


@pytest.fixture
def plan(sam, north) -> dict:
    answer = sam.post(f"{north}/floor-plans", data={"name": "B1", "file": (drawing(), "b1.png")})
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()
