"""Siting for officials: where the next stations help most, and which planned one to open first."""
