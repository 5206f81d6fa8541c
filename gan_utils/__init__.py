"""The package behind the GAN book: small, plain pieces that every chapter runs on.

Importing it is cheap: nothing heavy is loaded until a name that needs it is asked for, so ``import gan_utils.games``
works with NumPy alone. Each package hands out its public names: ``from gan_utils.metrics import fid, prdc``.

Modules, in the order in which data flows through them:

- ``seeded``: the same seeded random numbers in Python and in the page
- ``arrays``: what counts as an array, one conversion for all
- ``checks``, ``files``: errors that name the value; atomic writes and the cache
- ``lazy``: what lets a package name all that it holds without loading it
- ``data``: what a GAN imitates (points of a line and of the plane, digits, drawn faces)
- ``models``: the networks
- ``families``: distributions on a line, by what each can do: sample, be differentiated, name its density
- ``divergences``: how far one distribution is from another
- ``losses``: the objectives, as pairs of plain functions, and one table of them
- ``training``: ``train()``, a loop that you write yourself
- ``games``: V(x, y) = xy and Dirac-GAN, update rules and their spectra (NumPy only)
- ``latent``: straight and spherical paths through latent space
- ``metrics``: features in, numbers out
- ``pretrained``, ``experiments``: the shipped weights, by name; results too long for a chapter
- ``tables``: tables of numbers, as HTML and as aligned text
- ``colours``, ``plots``, ``stills``, ``widgets``: the book's colours; figures, how a page shows them, and live figures
"""

__version__ = "0.1.0"
