"""POST /sync in Django REST framework: a serializer, the ORM, bulk_create."""

import hashlib
import json

from django.db import transaction
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.views import APIView

from bench.peers.drf_plain.models import FieldEvent, Scan, Tag
from bench.peers.drf_plain.serializers import Batch
from checkpoints.patrols.scans.rules import LOOK_BACK, Place, Sighting, flags_of, new_scan


class Sync(APIView):
    def post(self, request):
        batch = Batch(data=request.data)
        batch.is_valid(raise_exception=True)
        events = batch.validated_data["events"]
        raw = {one["id"]: json.dumps(one) for one in request.data["events"]}
        hashes = {id_: hashlib.sha256(body.encode()).hexdigest() for id_, body in raw.items()}
        with transaction.atomic():
            skew_s = (batch.validated_data["sent_at"] - timezone.now()).total_seconds()
            verdicts = store(request.user.token, events, raw, hashes, skew_s)
        return Response({"server_time": timezone.now(), "verdicts": verdicts})


def store(token, events, raw, hashes, skew_s):
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
    fresh = {str(one["id"]): new_of(one, spots[one["payload"]["code"]], token, skew_s) for one in new}
    found = flags_of(token["sub"], fresh.values(), seen(token, new), {})
    scans = [
        scan(one, spots[one["payload"]["code"]], owner, fresh[str(one["id"])], found[str(one["id"])])
        for one in new
    ]
    Scan.objects.bulk_create(scans)
    flags = {str(one.id): one.flags for one in scans}
    return [verdict(one, kept, hashes, flags) for one in events]


def verdict(one, kept, hashes, flags):
    id_ = str(one["id"])
    if id_ not in kept and id_ not in flags:
        return {"id": id_, "verdict": "rejected", "sha256": hashes[id_], "code": "checkpoints.tag_unknown"}
    word = "duplicate" if id_ in kept else "accepted"
    return {"id": id_, "verdict": word, "sha256": hashes[id_], "flags": flags.get(id_, [])}


def scan(one, tag, owner, fresh, flags):
    payload, spot = one["payload"], tag.checkpoint
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
        distance_m=fresh.away_m,
        flags=list(flags),
        **owner,
    )


def new_of(one, tag, token, skew_s):
    payload, spot = one["payload"], tag.checkpoint
    place = Place(str(spot.id), str(spot.site_id), (spot.lat, spot.lon), spot.radius_m)
    fix = None if payload.get("lat") is None else (payload["lat"], payload["lon"])
    sighting = Sighting(
        str(one["id"]),
        one["occurred_at"],
        token["sub"],
        place.checkpoint_id,
        payload.get("patrol_id") and str(payload["patrol_id"]),
        place.point,
        fix,
        payload.get("accuracy_m"),
    )
    return new_scan(sighting, place, None, skew_s)


def seen(token, new):
    times = [one["occurred_at"] for one in new]
    if not times:
        return []
    rows = Scan.objects.select_related("checkpoint").filter(
        organisation_id=token["org"],
        person_id=token["sub"],
        occurred_at__range=(min(times) - LOOK_BACK, max(times)),
    )
    return [
        Sighting(
            str(row.id),
            row.occurred_at,
            str(row.person_id),
            str(row.checkpoint_id),
            row.patrol_id and str(row.patrol_id),
            (row.checkpoint.lat, row.checkpoint.lon),
            None if row.lat is None else (row.lat, row.lon),
            row.accuracy_m,
        )
        for row in rows
    ]
