"""WHEN AND WITH WHAT: definitions, jobs, the schedule, resources, settings and the `jmdi` command.

No transformation of data happens here.
"""
