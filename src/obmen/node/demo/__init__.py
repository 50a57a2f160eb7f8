"""The demo: a depositary's edition of the register and three nodes that really exchange (design §7).

`cast` says who plays; `stage` builds their homes, keys and the register; `actor` is a process of one node that performs
acts on command; `play` raises the curtain, performs one whole exchange and shows each step with its evidence.
"""
