"""What the figures share that train in the page."""
