import { z } from "@hono/zod-openapi";
import { maskAddress } from "../../../domain/oncall/addresses.ts";
import { CONTACT_KINDS, type Contact, type Person } from "../../../domain/oncall/types.ts";

export const contactSchema = z
  .object({
    id: z.string(),
    kind: z.enum(CONTACT_KINDS),
    address: z.string().describe("masked, such as 138****0001; nobody is shown the whole of it"),
    verified: z.boolean().describe("whether it counts: a code that was sent there came back"),
  })
  .openapi("Contact");

export const personSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    language: z.enum(["zh-CN", "en"]),
    active: z.boolean().describe("false: told nothing, whatever names them"),
    quiet: z
      .object({
        from: z.string(),
        to: z.string(),
        timezone: z.string(),
        bypassSeverity: z.number().int().describe("as severe as this gets through; 0: nothing does"),
      })
      .nullable()
      .describe("hours in which calls pass over them and messages do not name them"),
    contacts: z.array(contactSchema).describe("the first of a kind that counts is used"),
  })
  .openapi("Person");

export const roleSchema = z
  .object({
    key: z.string(),
    nameZh: z.string(),
    nameEn: z.string(),
    groupKey: z.string().nullable().describe("the chat group in which its messages appear"),
    schedule: z.string().nullable().describe("who of them is on call"),
    members: z.array(z.string()).describe("ids of people, the first is asked first"),
  })
  .openapi("Role");

export const groupSchema = z
  .object({
    key: z.string(),
    name: z.string(),
    robots: z.number().int(),
    enabledRobots: z.number().int().describe("with none nothing can be said there"),
  })
  .openapi("ChatGroup");

export function presentContact({ id, kind, address, verified }: Contact): z.infer<typeof contactSchema> {
  return { id, kind, address: maskAddress(kind, address), verified };
}

export function presentPerson(person: Person): z.infer<typeof personSchema> {
  return { ...person, contacts: person.contacts.map(presentContact) };
}
