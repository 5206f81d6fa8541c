// What a run is told: settings to begin with, changes of a reader's, and what a link or a preset has in store.

/**
 * Steers the session's run along its course. canGoOn(before, after) says whether a run can go on after a change; pause()
 * ends playing; onSettings(settings) hears of what is set now, onOpen(words, settings, later) of a new run that no control
 * began, onChange(anew) of a reader's change, and whether the run begins anew with it; onLeave() of a run
 * that is about to make room for another.
 */
export function makeSteering({ session, traits, course, canGoOn, pause, onSettings, onOpen, onChange, onLeave }) {
  const { run } = session;
  // What is to be said of the run: that it goes on with other settings, that steps were taken by hand.
  const marks = { goesOn: false, byHand: false };
  // What was asked for last, the number of runs so far, and whether a reader has changed this one.
  let latest = course.first();
  let runs = 0;
  let changed = false;

  function put(settings) {
    traits.put(settings);
    onSettings(traits.now());
  }
  /** A new run of the course. */
  function start() {
    latest = course.first();
    runs += 1;
    marks.goesOn = marks.byHand = false;
    course.write();
    return session.start(course.first(), course.changes());
  }
  return {
    marks,
    /** The settings that the run has come to by itself. */
    follow(settings) {
      latest = settings;
      put(settings);
    },
    /** A reader's change: the run goes on with it where its networks allow that, and begins anew where not. */
    async change(part) {
      put(part);
      const settings = traits.now();
      const before = latest;
      const { picture } = run;
      latest = settings;
      changed = true;
      const anew = !picture || (picture.now === 0 && !marks.byHand) || picture.failure || !canGoOn(before, settings);
      onChange(anew);
      if (anew) {
        onLeave();
        course.begin(settings);
        return start();
      }
      marks.goesOn = true;
      const mine = runs;
      await session.change(settings);
      // Another run may have begun since.
      if (mine === runs) course.change(run.picture.now, settings);
      return course.write();
    },
    open(settings, later, words = "") {
      pause();
      onLeave();
      course.begin(settings, later);
      changed = false;
      put(settings);
      onOpen(words, settings, later);
      return start();
    },
    /** On from the record that is looked back on: the run as it was is kept to compare with. */
    async back(words) {
      pause();
      const { at, picture } = run;
      const { step } = picture;
      await session.keep(words);
      course.cut(step);
      marks.goesOn = false;
      await session.back(at);
      course.write();
    },
    /** A preset or a link begins again as it was; after a reader's change, with what is set now. */
    restart() {
      onLeave();
      if (changed) course.begin(traits.now());
      changed = false;
      put(course.first());
      return start();
    },
  };
}
