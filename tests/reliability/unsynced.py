"""A negative control: the product on a SQLite that does not wait for the disk. Power cuts must catch it."""

from typing import Any

import app as product
from guard_api import database


def create_app() -> Any:
    durable = database._configure

    def relaxed(connection, record) -> None:
        durable(connection, record)
        connection.execute("PRAGMA synchronous=NORMAL")

    database._configure = relaxed
    return product.create_app()
