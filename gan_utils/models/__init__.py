"""The networks. Discriminators give logits: there is no sigmoid inside them."""

from gan_utils.models.attribute_reader import READ, AttributeReader
from gan_utils.models.dcgan import DCGANDiscriminator, DCGANGenerator
from gan_utils.models.digit_classifier import DigitClassifier
from gan_utils.models.evaluation import plain, sample, snapshot
from gan_utils.models.initial import global_seed_untouched, initialise
from gan_utils.models.mlp import MLPDiscriminator, MLPGenerator
from gan_utils.models.packing import pack_samples
from gan_utils.models.rules import RULES, undo
from gan_utils.models.shapes import check_image_batch
from gan_utils.models.together import Together
from gan_utils.models.toy import MinibatchDiscrimination, ToyDiscriminator, ToyGenerator

__all__ = [
    "READ",
    "RULES",
    "AttributeReader",
    "DCGANDiscriminator",
    "DCGANGenerator",
    "DigitClassifier",
    "MLPDiscriminator",
    "MLPGenerator",
    "MinibatchDiscrimination",
    "Together",
    "ToyDiscriminator",
    "ToyGenerator",
    "check_image_batch",
    "global_seed_untouched",
    "initialise",
    "pack_samples",
    "plain",
    "sample",
    "snapshot",
    "undo",
]
