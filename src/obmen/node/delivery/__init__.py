"""Delivery: rows for packages in and out; asks `exchange` what to do and does the input and output."""
