"""Measures over time to judgements: gates, checks, score, phases, holds, cues."""
