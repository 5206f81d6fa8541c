"""What one page of the book has and the others have not: a change of its document, and files that it alone loads."""

from sphinx.transforms.post_transforms import SphinxPostTransform


class OnePage(SphinxPostTransform):
    """Changes the document of `page`, and of no other, by its change()."""

    page = ""
    default_priority = 215  # predictions, which have 210, are choices by then
    formats = ("html",)

    def run(self, **kwargs):
        if self.env.docname == self.page:
            self.change()


def load(app, page: str, *files: str):
    """Style sheets and scripts that only this page loads."""

    def add(app, pagename, templatename, context, doctree):
        if pagename == page:
            for file in files:
                (app.add_css_file if file.endswith(".css") else app.add_js_file)(file)

    app.connect("html-page-context", add, priority=100)  # before files are left out
