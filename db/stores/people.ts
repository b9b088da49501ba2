import type { Person } from "../../domain/oncall/types.ts";
import type { Tx } from "../sql.ts";

/** Adds a person or replaces what is known of them, but for their contacts. */
export async function savePerson(tx: Tx, person: Omit<Person, "contacts">): Promise<void> {
  const { id, name, language, quiet, active } = person;
  await tx`
    insert into people (id, name, language, quiet, active)
    values (${id}, ${name}, ${language}, ${quiet && JSON.stringify(quiet)}::text::jsonb, ${active})
    on conflict (id) do update set name = excluded.name, language = excluded.language, quiet = excluded.quiet,
      active = excluded.active`;
}
