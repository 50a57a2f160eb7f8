"""Rules on the content of a request, by the part of the form: each yields what is wrong and nothing else.

`request_content.check_request` calls them in the order of the form and adds a green line for each that found nothing.
"""
