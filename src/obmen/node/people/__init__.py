"""People of the node: officers, their roles and powers, and what they may do."""
