"""DCGANLab on an open page, and the same runs in Node."""

import base64
import json

from gan_utils.widgets import DCGANLab

from .lab import Lab

BESIDE = {"name", "title", "caption"}
SETTINGS = [name for name in DCGANLab.class_own_traits(sync=True) if name not in BESIDE and not name.startswith("_")]
QUICK = {"width": 8, "z_dim": 4, "batch_size": 8}
DEFAULTS = {name: getattr(DCGANLab(), name) for name in SETTINGS} | QUICK
# Runs of widgets/dcgan_lab/run.js: [{settings, changes, acts}] gives what is seen after each act.
RUNS = """
import { readFileSync } from "node:fs";
const root = process.argv[1];
const { unpackLevels } = await import(`${root}/widgets/packed/images.js`);
const { makeImageRun } = await import(`${root}/widgets/dcgan_lab/run.js`);
const { sheets, classifier, jobs } = JSON.parse(readFileSync(0, "utf8"));
const lists = await Promise.all(sheets.map(({ sheet, content }) => unpackLevels(sheet, content)));
const levels = new Uint8Array(lists.reduce((sum, list) => sum + list.length, 0));
let at = 0;
for (const list of lists) { levels.set(list, at); at += list.length; }
const count = sheets.reduce((sum, { sheet }) => sum + sheet.count, 0);
const data = { key: "digits", levels, count, channels: sheets[0].sheet.channels, classifier };
const told = ({ step, dReal, dFake, score, frechet, wall }) => (
  { step, dReal, dFake, score, frechet, wall: [...wall] });
console.log(JSON.stringify(jobs.map(({ settings, changes, acts }) => {
  const run = makeImageRun(settings, changes, { size: 32 }, data);
  return acts.map(([act, value]) => {
    if (act === "train") run.train(value, 1e9);
    if (act === "back") run.back(value);
    if (act === "change") run.change(value);
    return told(run.picture({}, act === "look" ? value : null));
  });
})));
"""


def in_node(engine, *jobs, scored=False):
    """What ``engine`` sees of each job, ``(settings, changes, acts)``; with scores it takes a second longer."""
    lab = DCGANLab()
    text = {name: base64.b64encode(lab._classifier[name]).decode() for name in ("weights", "affine")}
    question = {
        "sheets": [each | {"content": base64.b64encode(each["content"]).decode()} for each in lab._digits],
        "classifier": lab._classifier | text if scored else None,
        "jobs": [{"settings": DEFAULTS | s, "changes": changes, "acts": acts} for s, changes, acts in jobs],
    }
    return engine.node(json.loads(json.dumps(question)), RUNS)


class ImageLab(Lab):
    """A lab of images on a page, at rest or training."""

    READOUTS, SETTINGS = ("step", "d-real", "d-fake"), SETTINGS

    def answers(self):
        return [self.number(name) for name in self.READOUTS]

    def look_back(self, place):
        """Moves the timeline to a record."""
        self.slide("timeline", place)
        self.settle()
