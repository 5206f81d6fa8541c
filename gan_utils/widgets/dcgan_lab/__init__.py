"""DCGANLab: a DCGAN that trains in the page, its rules as switches."""

from gan_utils.widgets.dcgan_lab.widget import DCGANLab

__all__ = ["DCGANLab"]
