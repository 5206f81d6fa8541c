// The worker of CollapseLab.

import { serve } from "../live/worker.js";
import { makeLab } from "./run.js";

serve(makeLab);
