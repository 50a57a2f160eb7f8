"""Hostile bytes by the million: what a stranger sends is opened or refused in our own words, and never breaks anything.

::

    seeds      what mutation begins with: the files of `vectors/`, and one document of each kind
    blunt      mutation of bytes: flips, cuts, numbers at their bounds, two files spliced
    trees      mutation of JSON and DER that stays JSON and DER
    sealing    mutation by one who holds keys: checksums, digests and signatures are made anew (TEST keys of `vectors/`)
    targets    what is fed, by which mutations, and what its answer must satisfy
    steps      at which step of opening a letter was stopped
    box        the input at hand, in memory that outlives its process
    child      one target in a process of its own, with bounds on memory and time
    guided     the same targets led by coverage (atheris), where it is installed
    leaks      the binding to libcrypto, round after round: C gets all its memory back
    __main__   all targets, the table, and what was found: `make fuzz`

An input follows from the seed, the target and its number alone, so that each can be made again.
"""
