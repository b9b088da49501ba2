import { randomUUID } from "node:crypto";
import { savePerson } from "../../db/stores/people.ts";
import type { NewPerson, PersonPatch } from "../../domain/oncall/bodies.ts";
import type { Directory, Person } from "../../domain/oncall/types.ts";
import type { Context } from "../platform/context.ts";
import { changeDirectory } from "./change-directory.ts";
import { missing, Refusal } from "./refusal.ts";

/**
 * Adds somebody who can be told.
 * @throws Refusal when the name is taken
 */
export function addPerson(context: Context, actor: string, body: NewPerson): Promise<Person> {
  return changeDirectory(context, actor, async ({ tx, directory, audit }) => {
    refuseSameName(directory, body.name, null);
    const person: Person = {
      id: randomUUID(),
      name: body.name,
      language: body.language ?? "zh-CN",
      active: body.active ?? true,
      quiet: quietOf(context, body.quiet),
      contacts: [],
    };
    await savePerson(tx, person);
    await audit("person.add", `person:${person.id}`, body);
    return person;
  });
}

/**
 * Changes what is known of somebody. Who is not active is told nothing, whatever rotation or role names them.
 * @throws Refusal when there is no such person, or the name is taken
 */
export function changePerson(
  context: Context,
  actor: string,
  id: string,
  patch: PersonPatch,
): Promise<Person> {
  return changeDirectory(context, actor, async ({ tx, directory, audit }) => {
    const before = findPerson(directory, id);
    if (patch.name !== undefined) refuseSameName(directory, patch.name, id);
    const quiet = patch.quiet === undefined ? before.quiet : quietOf(context, patch.quiet);
    const after: Person = { ...before, ...patch, quiet };
    await savePerson(tx, after);
    const pick = (person: Person) =>
      Object.fromEntries(Object.keys(patch).map((field) => [field, person[field as keyof PersonPatch]]));
    await audit("person.change", `person:${id}`, { before: pick(before), after: pick(after) });
    return after;
  });
}

/** @throws Refusal when there is no such person */
export function findPerson(directory: Directory, id: string): Person {
  const person = directory.people.get(id);
  if (!person) throw missing("no_such_person", `there is no person "${id}"; GET /api/v1/people lists them`);
  return person;
}

function refuseSameName(directory: Directory, name: string, except: string | null): void {
  const other = [...directory.people.values()].find((person) => person.name === name);
  if (other && other.id !== except)
    throw new Refusal(
      "name_taken",
      `name: "${name}" is somebody else's; tell them apart, such as "${name} 2"`,
    );
}

function quietOf({ env }: Context, quiet: NewPerson["quiet"]): Person["quiet"] {
  return quiet ? { ...quiet, timezone: quiet.timezone ?? env.timezone } : null;
}
