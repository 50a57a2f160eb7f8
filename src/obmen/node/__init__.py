"""THE OFFICE: Django, with its database, people, acts, screens, clock and keys.

`config`, `clock`, `vault` and `keystore` are the ground; on them stand `people`, `journal`, `delivery` (packages in and
out) and `cases` (what may be done to a case); `web` and `api` are the doors. Everything below works without the office.
"""
