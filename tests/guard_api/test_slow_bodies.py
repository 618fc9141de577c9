"""A body that trickles in from a basement keeps nobody else from writing."""

import io
from threading import Thread

from guard_api.database import db, write_transaction
from guard_api.identity import tokens
from guard_api.tenants.models import Organisation
from tests.support.phone import batch


class Trickle:
    """A body during which somebody else writes."""

    def __init__(self, body: bytes, write):
        self.body, self.write, self.written = io.BytesIO(body), write, None

    def read(self, *size):
        if self.written is None:
            other = Thread(target=self.write, daemon=True)
            other.start()
            other.join(5)
            self.written = not other.is_alive()
        return self.body.read(*size)


def test_others_write_while_a_batch_arrives(app, cast, ana):
    def write():
        with app.app_context(), write_transaction():
            db.session.get(Organisation, cast.organisation_id).name = "Jade Garden"

    body = batch()
    trickle = Trickle(body, write)
    tokens.forget_everyone()
    answer = ana.post(
        "/api/v1/sync",
        content_type="application/json",
        environ_overrides={"wsgi.input": trickle, "CONTENT_LENGTH": str(len(body))},
    )
    assert answer.status_code == 200, answer.get_json()
    assert trickle.written
