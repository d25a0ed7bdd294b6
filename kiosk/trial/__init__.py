"""Slips put to the test on simulated printers: every fault in every phase, and a kiosk that is killed at any byte."""
