"""The depositary's role of a node: instruments received, judged by nobody, published in editions (Art. 18, 20-26)."""
