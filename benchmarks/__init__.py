"""What we are fast at, each beside a named peer or the physical limit in the same run."""
