"""What this slice accepts from a phone: kind → handler, handed to `evidence` by app.py.

A batch is recorded in this order, so that a round is begun before anything in it and ended after.
"""

from checkpoints.findings.payloads import CheckPayload, FindingPayload
from checkpoints.findings.recording import flags_of_findings, record_checks, record_findings
from checkpoints.patrols.exceptions import field_events as exceptions
from checkpoints.patrols.rounds import field_events as rounds
from checkpoints.patrols.rounds.service import settle_rounds
from checkpoints.patrols.scans import field_events as scans
from evidence.sync.kinds import Handler

HANDLERS: dict[str, Handler] = {
    "patrol.started": rounds.STARTED,
    "scan": scans.SCAN,
    "finding": Handler(FindingPayload, record_findings, settle_rounds, flags_of_findings),
    "finding.checked": Handler(CheckPayload, record_checks),
    "patrol.ended": rounds.ENDED,
    "position": rounds.POSITION,
    "exception.reply": exceptions.REPLY,
}
