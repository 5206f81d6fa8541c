// The worker of DCGANLab.

import { serve } from "../live/worker.js";
import { makeImageRun } from "./run.js";

serve(makeImageRun);
