"""What is known of a person and must not lie open: sealed columns, keyed fingerprints, telephones masked."""
