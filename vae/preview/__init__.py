"""What a folder of sounds would become, to be seen, heard and corrected before a training."""
