"""THE CARD INDEX: names and identifiers; finds a person or an organisation and explains every match.

The room has its place and nothing in it yet: it opens with search by name and with national registers.
"""
