"""Crashes, cuts, full disks and jumping clocks between two real nodes: nothing lost, doubled or mixed."""
