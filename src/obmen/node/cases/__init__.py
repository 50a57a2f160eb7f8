"""Cases: what the authority works on, and the acts that change them."""
