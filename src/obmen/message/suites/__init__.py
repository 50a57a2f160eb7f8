"""Suites of algorithms, one file each; the certificate and the register choose among them, never the message alone."""
