"""What the test vectors are made of: fixed keys, a fixed register, fixed times, and one function for each case."""
