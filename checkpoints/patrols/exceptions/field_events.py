"""How a guard answers an exception from the phone."""

from typing import Literal

from checkpoints.patrols.exceptions import service
from evidence.sync.kinds import Handler, Note, Payload, Uuid
from evidence.uploads.declared import Photos

Reason = Literal["locked", "incident", "label_torn", "weather", "relieved", "unwell", "other"]


class ExceptionReply(Payload):
    """The guard's side of it, perhaps with photos."""

    exception_id: Uuid
    reason: Reason
    text: Note = ""
    photos: Photos = ()


REPLY = Handler(ExceptionReply, service.record_replies)
