// The worker of CollapseLab.

import { makeLab } from "./lab.js";
import { serve } from "./worker.js";

serve(makeLab);
