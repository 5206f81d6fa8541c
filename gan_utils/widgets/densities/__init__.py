"""Two densities on a line that a reader drags about: what DivergenceExplorer and BoundExplorer share."""
