import { randomUUID } from "node:crypto";
import { dropCodes } from "../../db/stores/contact-messages.ts";
import { deleteContact, insertContact, moveContact, orderContacts } from "../../db/stores/contacts.ts";
import { addressProblem, maskAddress } from "../../domain/oncall/addresses.ts";
import type { ContactPatch, NewContact } from "../../domain/oncall/bodies.ts";
import type { Contact, ContactKind, Directory, Person } from "../../domain/oncall/types.ts";
import type { Context } from "../platform/context.ts";
import { changeDirectory } from "./change-directory.ts";
import { findPerson } from "./change-people.ts";
import { missing, Refusal } from "./refusal.ts";

/**
 * Adds a way to reach somebody. It does not count before a code sent there has come back.
 * @throws Refusal for an unknown person, an address that is none, or one that they have already
 */
export function addContact(
  context: Context,
  actor: string,
  personId: string,
  { kind, address }: NewContact,
): Promise<Contact> {
  return changeDirectory(context, actor, async ({ tx, directory, audit }) => {
    const person = findPerson(directory, personId);
    refuseAddress(person, kind, address);
    const contact: Contact = { id: randomUUID(), kind, address, verified: false };
    await insertContact(tx, { ...contact, personId });
    const detail = { person: person.name, kind, address: maskAddress(kind, address) };
    await audit("contact.add", `contact:${contact.id}`, detail);
    return contact;
  });
}

/**
 * Moves a contact to another address, which must be verified anew, or to another place among its person's.
 * @throws Refusal as addContact does
 */
export function changeContact(
  context: Context,
  actor: string,
  personId: string,
  id: string,
  { address, position }: ContactPatch,
): Promise<Contact> {
  return changeDirectory(context, actor, async ({ tx, directory, audit }) => {
    const { person, contact } = findContactOf(directory, personId, id);
    const { kind } = contact;
    const moves = address !== undefined && address !== contact.address;
    if (moves) {
      refuseAddress(person, kind, address);
      await moveContact(tx, id, address);
      await dropCodes(tx, id);
    }
    if (position !== undefined) {
      const others = person.contacts.map((known) => known.id).filter((other) => other !== id);
      await orderContacts(tx, others.toSpliced(position, 0, id));
    }
    const after = moves ? { ...contact, address, verified: false } : contact;
    await audit("contact.change", `contact:${id}`, {
      person: person.name,
      kind,
      ...(moves && { from: maskAddress(kind, contact.address), to: maskAddress(kind, address) }),
      ...(position !== undefined && { position }),
    });
    return after;
  });
}

/** @throws Refusal when there is no such contact */
export function removeContact(context: Context, actor: string, personId: string, id: string): Promise<void> {
  return changeDirectory(context, actor, async ({ tx, directory, audit }) => {
    const { person, contact } = findContactOf(directory, personId, id);
    await deleteContact(tx, id);
    await dropCodes(tx, id);
    const { kind, address } = contact;
    await audit("contact.remove", `contact:${id}`, {
      person: person.name,
      kind,
      address: maskAddress(kind, address),
    });
  });
}

/** @throws Refusal when there is no such person, or the contact is not theirs */
export function findContactOf(
  directory: Directory,
  personId: string,
  id: string,
): { person: Person; contact: Contact } {
  const person = findPerson(directory, personId);
  const contact = person.contacts.find((known) => known.id === id);
  if (!contact) throw missing("no_such_contact", `${person.name} has no contact "${id}"`);
  return { person, contact };
}

function refuseAddress(person: Person, kind: ContactKind, address: string): void {
  const shown = maskAddress(kind, address);
  const problem = addressProblem(kind, address);
  if (problem) throw new Refusal("bad_address", `address: "${shown}" is no ${kind} address; ${problem}`);
  if (person.contacts.some((known) => known.kind === kind && known.address === address))
    throw new Refusal("known_address", `address: ${person.name} has ${kind} ${shown} already`);
}
