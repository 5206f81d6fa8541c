// The worker of GanOnALine.

import { makeLine } from "./run.js";
import { serve } from "../live/worker.js";

serve(makeLine);
