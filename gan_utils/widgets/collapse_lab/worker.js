// The worker of CollapseLab.

import { makeLab } from "./run.js";
import { serve } from "../live/worker.js";

serve(makeLab);
