from django.urls import path

from bench.peers.drf_plain.views import Sync

urlpatterns = [path("api/v1/sync", Sync.as_view())]
