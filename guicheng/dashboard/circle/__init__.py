"""The 10-minute circle for officials: who is covered, who is not, where the map lies."""
