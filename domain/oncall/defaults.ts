import type { Role } from "./types.ts";

/** The owners of the nodes to begin with; who they are is the shop's to say. */
export const DEFAULT_ROLES: readonly Pick<Role, "key" | "nameZh" | "nameEn">[] = [
  { key: "cs_lead", nameZh: "客服主管", nameEn: "Customer service lead" },
  { key: "buyer", nameZh: "采购", nameEn: "Buyer" },
  { key: "warehouse_lead", nameZh: "仓库主管", nameEn: "Warehouse lead" },
  { key: "dispatch_lead", nameZh: "调度主管", nameEn: "Dispatch lead" },
  { key: "finance_lead", nameZh: "财务主管", nameEn: "Finance lead" },
];
