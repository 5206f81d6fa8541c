"""The repository's address, from _config.yml alone: with one, pages get source links and a Colab button."""


def setup(app):
    app.connect("config-inited", _apply, priority=100)
    return {"parallel_read_safe": True}


def _apply(app, config):
    options = config.html_theme_options
    address = (options.get("repository_url") or "").rstrip("/")
    options["repository_url"] = address
    options["use_repository_button"] = options["use_source_button"] = bool(address)
    options["launch_buttons"] = {"colab_url": "https://colab.research.google.com"} if address else {}
    options["path_to_docs"] = ""
