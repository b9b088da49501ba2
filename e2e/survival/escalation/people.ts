import { randomUUID } from "node:crypto";
import type { Tx } from "../../../db/sql.ts";
import { writeEscalationSettings } from "../../../db/stores/escalation-settings.ts";
import { insertRobot } from "../../../db/stores/robots.ts";
import { bumpRevision } from "../../../db/stores/settings.ts";
import { DEFAULT_ESCALATION_SETTINGS } from "../../../domain/escalation/defaults.ts";
import type { Context } from "../../../server/platform/context.ts";
import type { Providers } from "./sandbox.ts";

/** Each with what his phone does by itself: two of three let it ring in vain or pass it on. */
const PEOPLE = [
  { name: "王磊", phone: "+8613800000001", habit: { do: "no_answer", afterMs: 200 } },
  { name: "李敏", phone: "+8613800000002", habit: { do: "answer", digits: "2", afterMs: 100 } },
  { name: "陈晨", phone: "+8613800000003", habit: { do: "voicemail", afterMs: 100 } },
  { name: "赵总", phone: "+8613800000004", habit: { do: "answer", digits: "1", afterMs: 100 } },
] as const;
/** A robot takes twenty messages a minute: so many that a run is not mostly waiting. */
const ROBOTS = 6;
const MINUTE_MS = 60_000;

/** A shop whose nodes have owners, groups with robots, phones, and somebody for when nobody answers. */
export async function addPeople({ sql }: Context, providers: Providers): Promise<void> {
  const ids = PEOPLE.map(() => randomUUID());
  await sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    for (const [i, { name, phone }] of PEOPLE.entries()) {
      await tx`insert into people (id, name) values (${ids[i]!}, ${name})`;
      for (const kind of ["phone", "dingtalk"])
        await tx`
          insert into contacts (id, person_id, kind, address, verified_at)
          values (${randomUUID()}, ${ids[i]!}, ${kind}, ${kind === "phone" ? phone : phone.slice(3)}, now())`;
    }
    for (const [i, role] of ["warehouse_lead", "dispatch_lead"].entries()) {
      await tx`insert into chat_groups (key, name) values (${role}, ${role})`;
      await tx`update roles set group_key = ${role} where key = ${role}`;
      await tx`insert into role_members (role, person_id, position) values (${role}, ${ids[i]!}, 0)`;
      await tx`insert into role_members (role, person_id, position) values (${role}, ${ids[2]!}, 1)`;
      for (let robot = 0; robot < ROBOTS; robot++)
        await insertRobot(tx, {
          id: randomUUID(),
          groupKey: role,
          kind: "dingtalk",
          name: `${role} ${robot}`,
          settings: { token: `${role}-${robot}`, secret: "SECsimulation" },
        });
    }
    await writeEscalationSettings(tx, {
      ...DEFAULT_ESCALATION_SETTINGS,
      storm: { windowMs: 30 * MINUTE_MS, from: 2 },
      fallback: [ids[3]!],
    });
    await bumpRevision(tx);
  });
  for (const role of ["warehouse_lead", "dispatch_lead"])
    for (let robot = 0; robot < ROBOTS; robot++)
      await providers.post("/robots", {
        kind: "dingtalk",
        group: role,
        name: `${role} ${robot}`,
        token: `${role}-${robot}`,
        secret: "SECsimulation",
      });
  for (const { phone, habit } of PEOPLE) await providers.post("/autoplay", { to: phone, ...habit });
}
