"""Settings of Django: `base` for every node, `test` for the suite."""
