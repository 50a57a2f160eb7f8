"""The addresses of the door of peers: one, and nothing else."""

from django.urls import path

from obmen.node.api import peers

urlpatterns = [path("packages/<uuid:package_id>", peers.packages)]
handler400 = handler403 = handler404 = "obmen.node.api.peers.nothing"
handler500 = "obmen.node.api.peers.trouble"
