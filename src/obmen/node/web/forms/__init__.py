"""Forms: the shape of what people type, nothing more.

A form field is named by the path of the value in the document (`documents.0.number`), the same path that a finding
carries; `binding` reads a dataclass from such fields and writes it back, `layout` says how fields look, and the other
files spell out the pages.
"""
