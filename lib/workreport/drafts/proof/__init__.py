"""The proof of a text: every number looked up, every relation recomputed, what is to do, what people have answered."""
