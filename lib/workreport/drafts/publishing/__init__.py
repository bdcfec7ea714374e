"""A draft as it goes out: a clean Word file, blocks for pages and PDF, what people have to look at before."""
