"""What a GAN imitates: the data sets of the book."""
