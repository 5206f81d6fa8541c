"""A built page asks for nothing outside the site: what would is taken out of the theme's parts."""


def setup(app):
    app.connect("config-inited", _forget_thebe, priority=900)
    app.connect("html-page-context", _forget_thebe_style)
    return {"parallel_read_safe": True}


def _forget_thebe(app, config):
    """Thebe runs code on a far server. Jupyter Book adds its script even when it is off, and twice."""
    for listeners in app.events.listeners.values():
        for listener in list(listeners):
            if listener.handler.__module__ == "sphinx_thebe":
                listeners.remove(listener)


def _forget_thebe_style(app, pagename, templatename, context, doctree):
    context["css_files"] = [file for file in context["css_files"] if "thebe" not in str(file)]
