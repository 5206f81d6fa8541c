"""The Tab key passes by what few want: the links of headings to themselves, which stand beside every heading."""


def setup(app):
    app.connect("html-page-context", _pass_by)
    return {"parallel_read_safe": True}


def _pass_by(app, pagename, templatename, context, doctree):
    if "body" in context:
        context["body"] = context["body"].replace('<a class="headerlink"', '<a class="headerlink" tabindex="-1"')
