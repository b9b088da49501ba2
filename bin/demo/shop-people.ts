import type { ContactKind, Role, ScheduleVersion } from "../../domain/oncall/types.ts";

/** Somebody of the invented shop. Every number and user id is invented too. */
export interface ShopPerson {
  id: string;
  name: string;
  contacts: { kind: ContactKind; address: string }[];
}

const id = (no: number) => `5a4d0000-0000-4000-8000-${String(no).padStart(12, "0")}`;
const mobile = (no: number) => `138000000${String(no).padStart(2, "0")}`;

function person(no: number, name: string, chats: [ContactKind, string][]): ShopPerson {
  const contacts = chats.map(([kind, address]) => ({ kind, address }));
  return { id: id(no), name, contacts: [...contacts, { kind: "phone", address: `+86${mobile(no)}` }] };
}

/** Who leads, who is on call, and 赵总, who is asked when nobody else is there. */
export const SHOP_PEOPLE: readonly ShopPerson[] = [
  person(1, "王磊", [["dingtalk", mobile(1)]]),
  person(2, "李敏", [["dingtalk", mobile(2)]]),
  person(3, "张强", [["dingtalk", mobile(3)]]),
  person(4, "陈浩", [["dingtalk", mobile(4)]]),
  person(5, "周洁", [["dingtalk", mobile(5)]]),
  person(6, "孙悦", [["wecom", "sunyue"]]),
  person(7, "何静", [["wecom", "hejing"]]),
  person(8, "刘洋", [["feishu", "ou_liuyang"]]),
  person(9, "吴芳", [["feishu", "ou_wufang"]]),
  person(10, "赵总", [
    ["dingtalk", mobile(10)],
    ["wecom", "zhaozong"],
    ["feishu", "ou_zhaozong"],
  ]),
];

const idOf = (name: string) => SHOP_PEOPLE.find((one) => one.name === name)!.id;

/** Groups by key, named as the sandbox names them. */
export const SHOP_GROUPS = {
  warehouse: "仓库群",
  dispatch: "物流送装群",
  service: "客服群",
  office: "采购财务群",
} as const;

type Place = Pick<Role, "groupKey" | "schedule" | "members">;
const place = (groupKey: keyof typeof SHOP_GROUPS, schedule: string | null, ...names: string[]): Place => ({
  groupKey,
  schedule,
  members: names.map(idOf),
});

/** Who has the roles that own the nodes. */
export const SHOP_ROLES: Readonly<Record<string, Place>> = {
  warehouse_lead: place("warehouse", "warehouse_night", "王磊"),
  dispatch_lead: place("dispatch", "dispatch_night", "陈浩"),
  cs_lead: place("service", "service_day", "孙悦"),
  buyer: place("office", null, "刘洋"),
  finance_lead: place("office", null, "吴芳"),
};

export const SHOP_FALLBACK: readonly string[] = [idOf("赵总")];

/** On-call turns, from a Monday morning on. */
export function shopSchedules(timezone: string): ScheduleVersion[] {
  const startAt = Date.parse("2026-01-05T09:00:00+08:00");
  const schedule = (
    key: string,
    nameZh: string,
    nameEn: string,
    every: "day" | "week",
    ...names: string[]
  ): ScheduleVersion => ({
    key,
    nameZh,
    nameEn,
    timezone,
    rotation: { every },
    startAt,
    participants: names.map(idOf),
    windows: null,
    validFrom: startAt,
  });
  return [
    schedule("warehouse_night", "仓库值班", "Warehouse on call", "week", "李敏", "张强"),
    schedule("dispatch_night", "物流值班", "Logistics on call", "week", "周洁", "陈浩"),
    schedule("service_day", "客服值班", "Customer service on call", "day", "何静", "孙悦"),
  ];
}
