import { switchCommand } from "../lib/operator/switch-command.ts";

export default switchCommand("end", "End a sale for good");
