"""What lies between two spectrograms: transport in pitch and time, and a network that has learned to finish it."""
