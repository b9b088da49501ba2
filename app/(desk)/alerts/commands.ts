import { passFromDesk, resolveFromDesk, takeFromDesk, undoPassFromDesk } from "../../_data/alert-commands.ts";
import type { AlertCommands } from "../../_ui/desk/alerts/types.ts";

/** What a desk may do about alerts, as its pages hand it to the browser. */
export const DESK_COMMANDS: AlertCommands = {
  take: takeFromDesk,
  pass: passFromDesk,
  undoPass: undoPassFromDesk,
  resolve: resolveFromDesk,
};
