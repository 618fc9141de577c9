import marshmallow as ma

from guard_api.fields import Instant
from people.staff.schemas import MyWayUpSchema
from training.attempts.schemas import CarriedModuleSchema
from training.certificates.schemas import CertificateSchema
from training.practice.schemas import PracticeSchema
from training.sessions.schemas import MyTrainingSessionSchema


class LearningSchema(ma.Schema):
    """What a phone carries to learn without a signal. No answer is in it before its attempt is in."""

    generated_at = Instant(required=True)
    modules = ma.fields.List(ma.fields.Nested(CarriedModuleSchema), required=True)
    practice = ma.fields.Nested(PracticeSchema, required=True)
    certificates = ma.fields.List(ma.fields.Nested(CertificateSchema), required=True)
    sessions = ma.fields.List(ma.fields.Nested(MyTrainingSessionSchema), required=True)
    way_up = ma.fields.Nested(MyWayUpSchema, required=True)
