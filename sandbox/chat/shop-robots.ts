import type { Robot } from "./types.ts";

/** The invented shop's groups. A token or secret of the sandbox opens nothing but the sandbox. */
// biome-ignore format: a table
export const SHOP_ROBOTS: readonly Robot[] = [
  { kind: "dingtalk", group: "仓库群", name: "仓库灯一号", token: "dt-warehouse-1", secret: "SECwarehouse1", keyword: null },
  { kind: "dingtalk", group: "仓库群", name: "仓库灯二号", token: "dt-warehouse-2", secret: "SECwarehouse2", keyword: null },
  { kind: "dingtalk", group: "物流送装群", name: "物流灯", token: "dt-dispatch", secret: "SECdispatch", keyword: null },
  { kind: "wecom", group: "客服群", name: "客服灯", token: "wc-service", secret: null, keyword: null },
  { kind: "feishu", group: "采购财务群", name: "采购灯", token: "fs-office", secret: "SECoffice", keyword: null },
];
