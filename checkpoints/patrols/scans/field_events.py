"""What a phone sends about a scan: its payload and handler."""

from checkpoints.patrols.rounds.service import settle_rounds
from checkpoints.patrols.scans import service
from checkpoints.patrols.scans.payloads import ScanPayload
from evidence.sync.kinds import Handler

SCAN = Handler(ScanPayload, service.record_scans, settle_rounds, service.recall_flags)
