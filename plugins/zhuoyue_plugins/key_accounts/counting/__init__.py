"""Counting: tiers, losses, visits, concentration and survival of accounts."""
