import pytest

from tests.training.school import assign, data_of, published


@pytest.fixture
def module(hui, cast) -> dict:
    """In use, and assigned to Ana."""
    made = published(hui)
    data_of(assign(hui, made["id"], cast.ana))
    return made
