// The worker of GanOnALine.

import { makeLine } from "./line_run.js";
import { serve } from "./worker.js";

serve(makeLine);
