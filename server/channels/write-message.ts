import type { RobotKind } from "../../db/stores/robots.ts";
import { buttonWords, type ChatText } from "../../domain/escalation/words/chat-text.ts";
import type { NotificationFacts } from "../../domain/escalation/words/facts.ts";
import { isQuiet } from "../../domain/oncall/quiet.ts";
import { verifiedContact } from "../../domain/oncall/who-for.ts";
import { linkFor } from "../links/link-for.ts";
import type { Context } from "../platform/context.ts";
import { readDirectory } from "../queries/directory.ts";
import type { Mention, MessageButton, OutgoingMessage } from "./types.ts";

/** Puts what is said into the form that channels take: whom it names, and what can be pressed. */
export async function writeMessage(
  context: Context,
  facts: NotificationFacts,
  text: ChatText,
  kind: RobotKind,
): Promise<OutgoingMessage> {
  return {
    notificationId: facts.notificationId,
    language: text.language,
    title: text.title,
    lines: text.lines,
    mention: text.names ? await mentionOf(context, facts, kind) : null,
    buttons: text.asks ? await buttonsOf(context, facts, text) : [],
    tone: text.tone,
    facts: factsForPrograms(facts),
  };
}

/** Whom it is for, unless they want to be left alone now. */
async function mentionOf(
  context: Context,
  { person, severity, nowMs, subject }: NotificationFacts,
  kind: RobotKind,
): Promise<Mention | null> {
  if (person === null) return null;
  const known = (await readDirectory(context)).people.get(person.id);
  if (!known) return { name: person.name, address: null };
  if (subject.contactId !== undefined) {
    const contact = known.contacts.find(({ id }) => id === subject.contactId);
    return { name: person.name, address: contact?.kind === kind ? contact.address : null };
  }
  if (isQuiet(known, nowMs, severity ?? 3)) return null;
  const contact = kind === "webhook" ? null : verifiedContact(known, [kind]);
  return { name: person.name, address: contact?.address ?? null };
}

async function buttonsOf(
  context: Context,
  { notificationId, person }: NotificationFacts,
  { language }: ChatText,
): Promise<MessageButton[]> {
  const words = buttonWords(language);
  const personId = person?.id ?? null;
  return Promise.all(
    (["take", "pass", "look"] as const).map(async (action) => ({
      label: words[action],
      url: await linkFor(context, { notificationId, personId, action }),
    })),
  );
}

function factsForPrograms(facts: NotificationFacts): Record<string, unknown> {
  const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  return {
    purpose: facts.purpose,
    topic: facts.topic,
    node: facts.node?.key ?? null,
    severity: facts.severity,
    light: facts.light,
    open: facts.openCount,
    overdue: facts.overdueCount,
    oldestOverdueMs: facts.oldestOverdueMs,
    promiseAt: iso(facts.promiseAt),
    orderNo: facts.orderNo,
    at: iso(facts.nowMs),
  };
}
