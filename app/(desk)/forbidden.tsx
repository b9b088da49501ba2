import { seenUser } from "../_data/session.ts";
import { ForbiddenView } from "../_ui/access/forbidden-view.tsx";

/** A page of the desk that somebody may not open (403). */
export default async function Forbidden() {
  return <ForbiddenView who={await seenUser()} />;
}
