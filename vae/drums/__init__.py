"""The engines of the drum machine, one file a family, and the chain and kits around them."""
