// The worker of GanOnALine.

import { serve } from "../live/worker.js";
import { makeLine } from "./run.js";

serve(makeLine);
