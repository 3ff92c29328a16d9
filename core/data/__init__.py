"""Tables in: sniff, read, describe, samples."""
