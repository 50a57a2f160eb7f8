"""THE LETTER: what travels between the Parties.

=============  ==================================================================================
`errors`       the tree of what can go wrong with a letter, drawn first
`limits`       how large and how deep a letter may be
`encoding`     documents as JSON, strictly; `schemas` writes their JSON Schemas
`manifest`     the list of files that one signature covers (ASiCManifest)
`seal`         who signs: `Role`, `Signer`
`container`    the signed container: one canonical ZIP (ASiC-E)
`certificates` what a certificate says
`cms_shell`    the one spelling of what stands around a signature
`cades`        a signature of which only the raw value is made elsewhere: in a token
`given`        a signature that was made elsewhere altogether, by a national tool
`signatures`   whether the signatures of a container hold, and by whom they are
`wrapping`     the clear label and the encryption to the addressee
`opening`      the numbered steps from bytes to an `Opened` letter
`receipts`     T-01 and T-02
`report`       the verdict on a file, for anyone, offline
`libcrypto`    the one door to OpenSSL; `suites` say which algorithms are used
`rendering`    the printed form
=============  ==================================================================================

Nothing here knows the network, a database or the clock: the time is always handed in.
"""
