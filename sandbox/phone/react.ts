import type { Sandbox } from "../sandbox.ts";
import type { Habit } from "./habits.ts";
import type { PhoneCall } from "./phone-call.ts";

/** Does to a call what its number's habits, or a fault, say; returns once they say no more. */
export async function react(box: Sandbox, phone: PhoneCall): Promise<void> {
  const fault = box.faults.take("phone", phone.view.to);
  const habit: Habit = fault
    ? { do: fault.kind === "silence" ? "answer" : (fault.kind as Habit["do"]), digits: "", afterMs: fault.ms }
    : box.habits.of(phone.view.to);
  if (habit.do === "wait") return;
  if (!(await box.timeline.sleep(habit.afterMs, phone.signal))) return;
  switch (habit.do) {
    case "busy":
    case "failed":
      return phone.react({ do: "end", status: habit.do });
    case "no_answer":
      return phone.react({ do: "end", status: "no-answer" });
    case "voicemail":
      return phone.react({ do: "answer", by: "machine" });
  }
  phone.react({ do: "answer", by: "human" });
  const keys = [...habit.digits];
  const next = () => {
    if (!phone.view.listens) return;
    if (habit.do === "hang_up") phone.end("completed");
    else if (keys.length > 0) phone.press(keys.shift()!);
  };
  // A menu begins: then it is time for the next key.
  phone.onListen(() => void box.timeline.sleep(habit.afterMs, phone.signal).then(next));
}
