"""The running text of a page: what stands in its paragraphs, without headings, links, code and formulas."""

from docutils import nodes

# What is under one of these is a link already, or is not read as a sentence.
APART = (
    nodes.title,
    nodes.reference,
    nodes.literal,
    nodes.literal_block,
    nodes.raw,
    nodes.math,
    nodes.math_block,
    nodes.image,
    nodes.comment,
)
# What a cell shows belongs to its figure, and a choice is pressed.
APART_BY_CLASS = {"live-figure", "cell_output", "prediction-choices"}


def texts(document, *apart, folded=True):
    """The pieces of running text without those under nodes of the kinds `apart`, and perhaps without those in folds."""
    found, depth = [], 0
    for node in document.findall(lambda node: isinstance(node, (nodes.Text, nodes.raw))):
        if isinstance(node, nodes.raw):
            depth += node.astext().count("<details") - node.astext().count("</details")
        elif (folded or depth == 0) and not _is_apart(node, APART + apart):
            found.append(node)
    return found


def _is_apart(node, kinds) -> bool:
    while node is not None:
        classes = node.get("classes", ()) if isinstance(node, nodes.Element) else ()
        if isinstance(node, kinds) or APART_BY_CLASS & set(classes):
            return True
        node = node.parent
    return False


def replace(text, found, link):
    """Puts `link(match)` where these matches stand in a piece of text."""
    words, pieces, end = text.astext(), [], 0
    for match in found:
        pieces += [nodes.Text(words[end : match.start()]), link(match)]
        end = match.end()
    if pieces:
        pieces.append(nodes.Text(words[end:]))
        text.parent.replace(text, [piece for piece in pieces if piece.astext()])
