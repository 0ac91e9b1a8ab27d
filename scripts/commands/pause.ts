import { switchCommand } from "../lib/operator/switch-command.ts";

export default switchCommand("pause", "Hand out no more slots until resume");
