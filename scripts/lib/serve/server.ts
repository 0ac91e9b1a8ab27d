/** The process behind `serve`. */
import { lead } from "./lead.ts";
import { serve } from "./serve.ts";

lead(serve);
