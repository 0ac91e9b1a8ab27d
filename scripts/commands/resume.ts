import { switchCommand } from "../lib/operator/switch-command.ts";

export default switchCommand("resume", "Go on after a pause");
