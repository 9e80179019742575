"""What a checkpoint folder says about itself: the model card, and what the Hub files it under."""
