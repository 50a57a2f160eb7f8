"""The post: moves sealed packages between nodes, at least once, and never reads a letter (Art. 10; design §5)."""
