import type { Random } from "../chance/random.ts";
import type { Actor, Order } from "./order.ts";

const staff = (team: string, names: string[]): Actor[] =>
  names.map((name, i) => ({ kind: "staff", id: `${team}-${String(i + 1).padStart(2, "0")}`, name }));

const TEAMS = {
  service: staff("cs", ["陈洁", "林晓", "周婷", "何静", "许诺", "罗佳"]),
  warehouse: staff("wh", ["王磊", "赵强", "孙涛", "马军", "朱勇", "胡斌", "郭亮", "高峰"]),
  dispatch: staff("ds", ["李敏", "刘洋", "黄健"]),
  finance: staff("fi", ["吴悦", "郑琳"]),
};
export type Team = keyof typeof TEAMS;

/** Somebody of a team: invented names. */
export const someoneOf = (team: Team, random: Random): Actor => random.pick(TEAMS[team]);

export const SYSTEM: Record<"platform" | "erp" | "carrier", Actor> = {
  platform: { kind: "system", id: "platform" },
  erp: { kind: "system", id: "erp" },
  carrier: { kind: "carrier", id: "tracking" },
};
export const CUSTOMER: Actor = { kind: "customer", id: "buyer" };

/** An invented recipient that nobody can take for a real one: no such name, number or street exists. */
export function inventRecipient(order: Order, random: Random): Record<string, string> {
  const number = String(random.below(100_000)).padStart(5, "0");
  return {
    name: `示例客户${number}`,
    phone: `000-0000-${number.slice(1)}`,
    province: order.region.name,
    city: order.region.city,
    address: `示例路${1 + random.below(999)}号${1 + random.below(30)}室`,
  };
}
