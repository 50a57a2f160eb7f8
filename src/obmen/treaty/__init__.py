"""THE LAW: the Agreement as pure values and rules.

Nothing here knows the clock, the network, a database or a framework: a rule takes facts and a day and answers with a
`Finding` (see `findings`), which names its article. What the law may change is dated data in `data/*.toml`.

Contents by article:

===========  ============================================================================
Art. 1, 22   `parties`          who is bound on a day
Art. 3-8     `subjects`         the catalogue of what may be asked
Art. 3-9     `answer_content`   what an answer must say about each item
Art. 7       `periods`          three years, and how long a period is
Art. 2-12    `request_content`  what a request must contain; the rules themselves in `content`
Art. 11(3)   `signing`          powers of the signatory
Art. 12      `calendars`, `deadlines`  thirty working days, counted and explained
Art. 18, 25  `applicability`    may this body ask that one today
Art. 20      `editions`         the numbers that an edition of the text fixes
silences     `policies`         the choices the Agreement leaves open (P-01 ... P-28)
the course   `states`, `lifecycle`  the table of states and documents; the fold both nodes make alike
documents    `documents`        M-01, M-02, M-03, T-01, T-02 as frozen values
refusals     `errors`           the catalogue of codes with their Russian texts
===========  ============================================================================

`articles` cites, `findings` answers, `labelled` and `wording` speak Russian, `dated` reads the files of `data`.
"""
