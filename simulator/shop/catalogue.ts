import { Random } from "../chance/random.ts";

/** One article the shop sells. Amounts in fen. */
export interface Sku {
  sku: string;
  title: string;
  category: string;
  priceFen: number;
  costFen: number;
  bulky: boolean;
  custom: boolean;
}

export interface Catalogue {
  small: Sku[];
  bulky: Sku[];
  custom: Sku[];
  gifts: Sku[];
}

type Family = [
  code: string,
  category: string,
  /** Separated by spaces. */
  names: string,
  count: number,
  fromYuan: number,
  toYuan: number,
  kind?: "bulky" | "custom" | "bulky custom",
];

const FAMILIES: Family[] = [
  ["SOFA", "沙发", "布艺沙发 真皮沙发 转角沙发 沙发床", 280, 1_599, 8_999, "bulky"],
  ["BED", "床", "实木床 软包床 儿童床 箱体床", 240, 1_299, 6_999, "bulky"],
  ["MATT", "床垫", "乳胶床垫 弹簧床垫 棕垫", 160, 899, 4_999, "bulky"],
  ["WARD", "柜类", "推拉门衣柜 餐边柜 电视柜 斗柜", 260, 699, 4_599, "bulky"],
  ["TABLE", "桌类", "岩板餐桌 实木餐桌 升降书桌", 220, 599, 3_999, "bulky"],
  ["CUST", "定制", "定制衣柜 定制榻榻米 定制书柜", 140, 3_999, 19_999, "bulky custom"],
  ["CURT", "定制", "定制窗帘 定制桌布 定制沙发套", 100, 199, 1_299, "custom"],
  ["CHAIR", "椅凳", "餐椅 人体工学椅 换鞋凳 吧台椅", 340, 129, 1_299],
  ["LAMP", "灯具", "落地灯 床头灯 吊灯", 300, 89, 899],
  ["TEXT", "家纺", "四件套 羽绒被 地毯 抱枕", 480, 49, 999],
  ["STOR", "收纳", "收纳箱 置物架 鞋架 挂衣架", 420, 29, 399],
  ["DECO", "饰品", "装饰画 花瓶 镜子 挂钟", 200, 39, 599],
  ["GIFT", "赠品", "赠品抱枕 赠品拖鞋 赠品保温杯 赠品香薰", 60, 9, 39],
];
/** What the shop carries; FAMILIES add up to it. */
export const SKU_COUNT = 3_200;

const COLOURS = ["原木色", "雾灰", "奶油白", "墨绿", "胡桃色", "焦糖", "雅黑"];
const SIZES = ["小号", "标准", "大号", "加大"];

/** The catalogue of a seed: the same 3,200 articles at every start. */
export function makeCatalogue(seed: number): Catalogue {
  const random = new Random(seed, 77);
  const catalogue: Catalogue = { small: [], bulky: [], custom: [], gifts: [] };
  for (const [code, category, words, count, from, to, kind = ""] of FAMILIES) {
    const names = words.split(" ");
    for (let i = 1; i <= count; i++) {
      const priceFen = Math.round(from * (to / from) ** random.next()) * 100 - 100;
      const article: Sku = {
        sku: `${code}-${String(i).padStart(3, "0")}`,
        title: `${random.pick(names)} ${random.pick(COLOURS)} ${random.pick(SIZES)}`,
        category,
        priceFen,
        costFen: Math.round(priceFen * random.between(0.38, 0.62)),
        bulky: kind.includes("bulky"),
        custom: kind.includes("custom"),
      };
      if (code === "GIFT") catalogue.gifts.push({ ...article, priceFen: 0 });
      else if (article.custom) catalogue.custom.push(article);
      else if (article.bulky) catalogue.bulky.push(article);
      else catalogue.small.push(article);
    }
  }
  for (const list of [catalogue.small, catalogue.bulky, catalogue.custom, catalogue.gifts])
    shuffle(list, random);
  return catalogue;
}

/** Picks an article; the front of a list sells most (about as 1/rank). */
export function pickArticle(list: readonly Sku[], random: Random): Sku {
  return list[Math.floor((list.length + 1) ** random.next()) - 1]!;
}

function shuffle<T>(list: T[], random: Random): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
}
