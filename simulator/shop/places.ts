import type { Random } from "../chance/random.ts";

export const LINES = ["east", "south", "north", "west"] as const;
/** A truck line of the dock; each has its own yard lane and its own trucks. */
export type Line = (typeof LINES)[number];

/** Where customers live, how often, and how long the road there is (median hours). */
export interface Region {
  name: string;
  city: string;
  line: Line;
  weight: number;
  parcelHours: number;
  bulkyHours: number;
}

const region = (
  name: string,
  city: string,
  line: Line,
  weight: number,
  parcelHours: number,
  bulkyHours: number,
): Region => ({ name, city, line, weight, parcelHours, bulkyHours });

const REGIONS: Region[] = [
  region("浙江省", "杭州市", "east", 13, 11, 18),
  region("江苏省", "南京市", "east", 12, 14, 21),
  region("上海市", "上海市", "east", 9, 12, 18),
  region("安徽省", "合肥市", "east", 5, 18, 26),
  region("广东省", "广州市", "south", 14, 13, 19),
  region("福建省", "厦门市", "south", 5, 19, 28),
  region("湖南省", "长沙市", "south", 4, 21, 32),
  region("北京市", "北京市", "north", 6, 25, 39),
  region("山东省", "济南市", "north", 7, 23, 35),
  region("河南省", "郑州市", "north", 5, 23, 37),
  region("辽宁省", "沈阳市", "north", 3, 32, 55),
  region("四川省", "成都市", "west", 6, 30, 51),
  region("湖北省", "武汉市", "west", 5, 21, 35),
  region("陕西省", "西安市", "west", 3, 30, 51),
  region("云南省", "昆明市", "west", 2, 37, 63),
];

export const pickRegion = (random: Random): Region => random.weigh(REGIONS);

export const warehouseFor = (line: Line): string =>
  line === "east" || line === "north" ? "杭州仓" : "佛山仓";

const PARCEL_CARRIERS = [
  { name: "中通", prefix: "78", weight: 40 },
  { name: "顺丰", prefix: "SF1", weight: 25 },
  { name: "韵达", prefix: "46", weight: 20 },
  { name: "京东物流", prefix: "JDX", weight: 15 },
];
const BULKY_CARRIERS = [
  { name: "日日顺", prefix: "RRS", weight: 45 },
  { name: "德邦", prefix: "DPK", weight: 35 },
  { name: "安能", prefix: "ANE", weight: 20 },
];

/** A carrier and a consignment number of its make. */
export function consign(bulky: boolean, random: Random): { carrier: string; trackingNo: string } {
  const carrier = random.weigh(bulky ? BULKY_CARRIERS : PARCEL_CARRIERS);
  return { carrier: carrier.name, trackingNo: `${carrier.prefix}${1e11 + random.below(9e11)}` };
}
