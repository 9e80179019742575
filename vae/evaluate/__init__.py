"""How good a checkpoint is: the measures, the baselines, and the card that reports them."""
