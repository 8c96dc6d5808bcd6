"""Landmarks to named measures: what is measured, and what can be trusted."""
