"""Working time: when people work, and how much of it has passed."""
