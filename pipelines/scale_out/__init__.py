"""Runs the steps of a refresh in several processes, on one machine or more: engines, what waits between steps, and who may go on."""
