"""Rules on the content of an answer, by chapter of the Agreement: each yields what is wrong and nothing else.

`answer_content.check_answer` calls them and adds a green line for each that looked at something and found nothing.
"""
