"""From answers to records: told apart, put together, accounted for, and summed up."""
