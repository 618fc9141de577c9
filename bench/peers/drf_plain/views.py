"""POST /sync in Django REST framework: a serializer, the ORM, bulk_create."""

import hashlib
import json
from math import asin, cos, radians, sin, sqrt

from django.db import transaction
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.views import APIView

from bench.peers.drf_plain.models import FieldEvent, Scan, Tag
from bench.peers.drf_plain.serializers import Batch


class Sync(APIView):
    def post(self, request):
        batch = Batch(data=request.data)
        batch.is_valid(raise_exception=True)
        events = batch.validated_data["events"]
        raw = {one["id"]: json.dumps(one) for one in request.data["events"]}
        hashes = {id_: hashlib.sha256(body.encode()).hexdigest() for id_, body in raw.items()}
        with transaction.atomic():
            verdicts = store(request.user.token, events, raw, hashes)
        return Response({"server_time": timezone.now(), "verdicts": verdicts})


def store(token, events, raw, hashes):
    received_at = timezone.now()
    codes = {one["payload"]["code"] for one in events}
    tags = Tag.objects.select_related("checkpoint").filter(organisation_id=token["org"], code__in=codes)
    spots = {tag.code: tag for tag in tags}
    ids = [str(one["id"]) for one in events]
    kept = {str(id_) for id_ in FieldEvent.objects.filter(id__in=ids).values_list("id", flat=True)}
    new = [one for one in events if str(one["id"]) not in kept and one["payload"]["code"] in spots]
    owner = {
        "organisation_id": token["org"],
        "person_id": token["sub"],
        "received_at": received_at,
    }
    FieldEvent.objects.bulk_create(
        [
            FieldEvent(
                id=str(one["id"]),
                kind=one["kind"],
                occurred_at=one["occurred_at"],
                sha256=hashes[str(one["id"])],
                body=raw[str(one["id"])],
                **owner,
            )
            for one in new
        ]
    )
    scans = [scan(one, spots[one["payload"]["code"]], owner) for one in new]
    Scan.objects.bulk_create(scans)
    flags = {str(one.id): one.flags for one in scans}
    return [verdict(one, kept, hashes, flags) for one in events]


def verdict(one, kept, hashes, flags):
    id_ = str(one["id"])
    if id_ not in kept and id_ not in flags:
        return {"id": id_, "verdict": "rejected", "sha256": hashes[id_], "code": "checkpoints.tag_unknown"}
    word = "duplicate" if id_ in kept else "accepted"
    return {"id": id_, "verdict": word, "sha256": hashes[id_], "flags": flags.get(id_, [])}


def scan(one, tag, owner):
    payload, spot = one["payload"], tag.checkpoint
    metres = away(payload, spot)
    return Scan(
        id=str(one["id"]),
        site_id=spot.site_id,
        checkpoint_id=spot.id,
        tag_id=tag.id,
        patrol_id=payload.get("patrol_id") and str(payload["patrol_id"]),
        occurred_at=one["occurred_at"],
        method=payload["method"],
        lat=payload.get("lat"),
        lon=payload.get("lon"),
        accuracy_m=payload.get("accuracy_m"),
        distance_m=metres,
        flags=flags_of(payload, spot, metres),
        **owner,
    )


def away(payload, spot):
    if payload.get("lat") is None or spot.lat is None:
        return None
    north = radians(spot.lat - payload["lat"])
    east = radians(spot.lon - payload["lon"])
    half = sin(north / 2) ** 2 + cos(radians(payload["lat"])) * cos(radians(spot.lat)) * sin(east / 2) ** 2
    return round(2 * 6_371_008.8 * asin(sqrt(half)), 1)


def flags_of(payload, spot, metres):
    if payload.get("lat") is None:
        return ["no_position"]
    accuracy = payload.get("accuracy_m") or 0
    far = metres is not None and metres > spot.radius_m + accuracy
    return ["outside_geofence"] * far + ["poor_accuracy"] * (accuracy > 50)
