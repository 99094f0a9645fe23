"""The wall (大屏): what it shows, drawn and kept for all screens together; the links that open it."""
