"""Made-up bodies and true clips for the tests."""
