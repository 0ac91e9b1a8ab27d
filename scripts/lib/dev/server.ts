/** The process behind `dev`. */
import { lead } from "../serve/lead.ts";
import { dev } from "./dev.ts";

lead(dev);
