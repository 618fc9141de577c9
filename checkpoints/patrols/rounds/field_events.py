"""What a phone sends about a round: kind → payload and handler."""

from checkpoints.patrols.rounds import service
from evidence.sync.kinds import Handler, Latitude, Longitude, Metres, Note, Payload, Uuid


class PatrolStarted(Payload):
    """A guard sets off on a planned round, or, with a new id and a route, on an unplanned one."""

    patrol_id: Uuid
    route_id: Uuid | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    accuracy_m: Metres | None = None


class PatrolEnded(Payload):
    patrol_id: Uuid
    note: Note = ""


class PositionSeen(Payload):
    """Where the guard was, during a round."""

    patrol_id: Uuid
    lat: Latitude
    lon: Longitude
    accuracy_m: Metres | None = None


STARTED = Handler(PatrolStarted, service.start_rounds, service.settle_rounds)
ENDED = Handler(PatrolEnded, service.end_rounds, service.settle_rounds)
POSITION = Handler(PositionSeen, service.record_positions)
