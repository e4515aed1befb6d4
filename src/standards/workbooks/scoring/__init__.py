"""The sheets of the scoring book."""
