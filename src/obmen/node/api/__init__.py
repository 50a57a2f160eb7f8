"""Doors for machines: `peers` takes packages of other nodes, `health` tells whether the node is well.

`callers` says who knocks, `problems` what outsiders may hear when something is wrong.
"""
