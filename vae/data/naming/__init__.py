"""What a collection says about its sounds: drums, categories of its own, words that names share."""
