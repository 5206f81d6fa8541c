"""The repository's address, from _config.yml alone: with one, pages get source links and a Colab button."""

from pathlib import Path

import yaml


def setup(app):
    app.connect("config-inited", _apply, priority=100)
    return {"parallel_read_safe": True}


def _apply(app, config):
    # Jupyter Book passes repository.url on only while html_theme_options is not set, which it is here.
    repository = yaml.safe_load((Path(app.srcdir) / "_config.yml").read_text(encoding="utf-8")).get("repository") or {}
    address = (repository.get("url") or "").rstrip("/")
    options = config.html_theme_options
    options["repository_url"] = address
    options["repository_branch"] = repository.get("branch") or "main"
    options["use_repository_button"] = options["use_source_button"] = bool(address)
    options["launch_buttons"] = {"colab_url": "https://colab.research.google.com"} if address else {}
