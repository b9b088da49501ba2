import { randomUUID } from "node:crypto";
import type { Tx } from "../../db/sql.ts";
import { nameContact } from "../../db/stores/contact-messages.ts";
import { insertNotifications } from "../../db/stores/notifications.ts";
import { readRobots } from "../../db/stores/robots.ts";
import type { Contact, Directory, Group, Person } from "../../domain/oncall/types.ts";
import { poke } from "../live/poke.ts";
import type { Context } from "../platform/context.ts";
import { findContactOf } from "./change-contacts.ts";
import { changeDirectory } from "./change-directory.ts";
import { Refusal } from "./refusal.ts";

/** Behind every alert: 1 goes first. */
const PRIORITY = 9;

interface Telling {
  person: Person;
  contact: Contact;
  purpose: "test" | "verify";
}

/**
 * Queues a message or call for exactly one contact, whether or not it counts yet.
 * @returns the notification's id
 * @throws Refusal when no channel reaches it
 */
export async function tellContact(
  tx: Tx,
  { clock }: Context,
  directory: Directory,
  { person, contact, purpose }: Telling,
): Promise<string> {
  const group = contact.kind === "phone" ? null : groupThatReaches(directory, person, contact);
  const now = clock.shopNow();
  const [id] = await insertNotifications(tx, [
    {
      id: randomUUID(),
      purpose,
      kind: group ? "chat" : "voice",
      topic: null,
      node: null,
      severity: null,
      personId: person.id,
      groupKey: group?.key ?? null,
      targetNo: 0,
      fallbackReason: null,
      gatherKey: null,
      priority: PRIORITY,
      stepDueAt: null,
      createdAt: now,
      sendAt: now,
      alertIds: [],
    },
  ]);
  await nameContact(tx, id!, contact.id, group && (await robotOf(tx, group.key, contact)));
  return id!;
}

/**
 * Sends a test to a contact, so that its person sees or hears it.
 * @throws Refusal when there is no such contact, or no channel reaches it
 */
export async function testContact(
  context: Context,
  actor: string,
  personId: string,
  contactId: string,
): Promise<string> {
  const id = await changeDirectory(context, actor, async ({ tx, directory, audit }) => {
    const { person, contact } = findContactOf(directory, personId, contactId);
    const notificationId = await tellContact(tx, context, directory, { person, contact, purpose: "test" });
    const detail = { person: person.name, kind: contact.kind, notificationId };
    await audit("contact.test", `contact:${contactId}`, detail);
    return notificationId;
  });
  poke(context, "notify");
  return id;
}

/** Where a group's robots speak in several chats, only one of the contact's own shows that it is right. */
async function robotOf(tx: Tx, groupKey: string, { kind }: Contact): Promise<string> {
  const able = (await readRobots(tx, groupKey)).filter((robot) => robot.enabled && robot.kind === kind);
  return (able.find(({ lastError }) => lastError === null) ?? able[0]!).id;
}

/** A group with a robot of the contact's kind: one of the person's roles, else any. */
function groupThatReaches({ roles, groups }: Directory, person: Person, { kind }: Contact): Group {
  const own = [...roles.values()].filter(({ members }) => members.includes(person.id));
  const candidates = [
    ...own.flatMap(({ groupKey }) => (groupKey ? (groups.get(groupKey) ?? []) : [])),
    ...groups.values(),
  ];
  const found = candidates.find(({ kinds }) => (kinds as string[]).includes(kind));
  if (found) return found;
  throw kind === "email"
    ? new Refusal("no_channel", "kind: nothing sends e-mail; add a phone, dingtalk, wecom or feishu contact")
    : new Refusal(
        "no_channel",
        `kind: no chat group has a ${kind} robot that is enabled; add one to the group of one of ${person.name}'s roles`,
      );
}
