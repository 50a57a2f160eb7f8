"""Views: each parses a form, calls one act of the cases and renders a page."""
