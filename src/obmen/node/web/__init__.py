"""The screens of the office: a form in, one act called, a page out. No rule of law lives here."""
