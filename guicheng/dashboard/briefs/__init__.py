"""简报: figures of a span, written into a text that the street words itself, and kept as they were."""
