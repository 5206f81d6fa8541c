"""Pages show what other pages say (claims, definitions, citations): when one changes, all are written again."""


def setup(app):
    app.connect("env-get-outdated", _look)
    app.connect("env-updated", _all)
    return {"parallel_read_safe": True}


def _look(app, env, added, changed, removed):
    app.pages_changed = bool(added or changed or removed)
    return []


def _all(app, env):
    return list(env.found_docs) if app.pages_changed else []
