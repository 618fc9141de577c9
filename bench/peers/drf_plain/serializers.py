from rest_framework import serializers

METHODS = ("camera", "nfc", "typed", "link", "gps")


class ScanPayload(serializers.Serializer):
    method = serializers.ChoiceField(METHODS)
    code = serializers.CharField(min_length=1, max_length=300)
    patrol_id = serializers.UUIDField(required=False, allow_null=True)
    lat = serializers.FloatField(required=False, allow_null=True, min_value=-90, max_value=90)
    lon = serializers.FloatField(required=False, allow_null=True, min_value=-180, max_value=180)
    accuracy_m = serializers.FloatField(required=False, allow_null=True, min_value=0)
    answers = serializers.DictField(required=False, allow_null=True)


class FieldEvent(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(("scan",))
    occurred_at = serializers.DateTimeField()
    payload = ScanPayload()
    phone_seq = serializers.IntegerField(required=False, allow_null=True)


class Batch(serializers.Serializer):
    sent_at = serializers.DateTimeField()
    events = FieldEvent(many=True, max_length=500)
