"""What happens in runs, as lines of a log that people and tools read: one a step, with country, rows and seconds; no answer in any."""
