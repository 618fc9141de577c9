"""Printed labels and signs as PDF sheets."""
