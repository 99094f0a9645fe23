"""What needs attention: rules as data, held against the figures that every page shows."""
