"""What is kept: recordings, tables, summaries."""
