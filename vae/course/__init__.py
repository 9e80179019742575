"""What the notebooks share: figures, players, small trainings, and the listening test."""
