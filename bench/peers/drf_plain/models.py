"""The product's own tables, seen by Django. It does not make them."""

from django.conf import settings
from django.db import models

on_postgresql = "postgresql" in settings.DATABASES["default"]["ENGINE"]


def id_field(**options) -> models.Field:
    """A UUID: native on PostgreSQL, 36 letters on SQLite, as the tables have it."""
    return models.UUIDField(**options) if on_postgresql else models.CharField(max_length=36, **options)


class Checkpoint(models.Model):
    id = id_field(primary_key=True)
    organisation_id = id_field()
    site_id = id_field()
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    radius_m = models.IntegerField()

    class Meta:
        managed = False
        db_table = "checkpoints"


class Tag(models.Model):
    id = id_field(primary_key=True)
    organisation_id = id_field()
    checkpoint = models.ForeignKey(Checkpoint, models.DO_NOTHING)
    code = models.TextField()

    class Meta:
        managed = False
        db_table = "tags"


class FieldEvent(models.Model):
    id = id_field(primary_key=True)
    organisation_id = id_field()
    kind = models.TextField()
    person_id = id_field()
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    sha256 = models.TextField()
    body = models.TextField()

    class Meta:
        managed = False
        db_table = "field_events"


class Scan(models.Model):
    id = id_field(primary_key=True)
    organisation_id = id_field()
    site_id = id_field()
    checkpoint = models.ForeignKey(Checkpoint, models.DO_NOTHING)
    tag_id = id_field(null=True)
    patrol_id = id_field(null=True)
    person_id = id_field()
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    method = models.TextField()
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    accuracy_m = models.FloatField(null=True)
    distance_m = models.FloatField(null=True)
    flags = models.JSONField(default=list)

    class Meta:
        managed = False
        db_table = "scans"
