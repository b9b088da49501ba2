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

interface Family {
  code: string;
  category: string;
  names: string[];
  count: number;
  yuan: [from: number, to: number];
  bulky?: boolean;
  custom?: boolean;
}

const FAMILIES: Family[] = [
  {
    code: "SOFA",
    category: "沙发",
    names: ["布艺沙发", "真皮沙发", "转角沙发", "沙发床"],
    count: 280,
    yuan: [1_599, 8_999],
    bulky: true,
  },
  {
    code: "BED",
    category: "床",
    names: ["实木床", "软包床", "儿童床", "箱体床"],
    count: 240,
    yuan: [1_299, 6_999],
    bulky: true,
  },
  {
    code: "MATT",
    category: "床垫",
    names: ["乳胶床垫", "弹簧床垫", "棕垫"],
    count: 160,
    yuan: [899, 4_999],
    bulky: true,
  },
  {
    code: "WARD",
    category: "柜类",
    names: ["推拉门衣柜", "餐边柜", "电视柜", "斗柜"],
    count: 260,
    yuan: [699, 4_599],
    bulky: true,
  },
  {
    code: "TABLE",
    category: "桌类",
    names: ["岩板餐桌", "实木餐桌", "升降书桌"],
    count: 220,
    yuan: [599, 3_999],
    bulky: true,
  },
  {
    code: "CUST",
    category: "定制",
    names: ["定制衣柜", "定制榻榻米", "定制书柜"],
    count: 140,
    yuan: [3_999, 19_999],
    bulky: true,
    custom: true,
  },
  {
    code: "CURT",
    category: "定制",
    names: ["定制窗帘", "定制桌布", "定制沙发套"],
    count: 100,
    yuan: [199, 1_299],
    custom: true,
  },
  {
    code: "CHAIR",
    category: "椅凳",
    names: ["餐椅", "人体工学椅", "换鞋凳", "吧台椅"],
    count: 340,
    yuan: [129, 1_299],
  },
  { code: "LAMP", category: "灯具", names: ["落地灯", "床头灯", "吊灯"], count: 300, yuan: [89, 899] },
  {
    code: "TEXT",
    category: "家纺",
    names: ["四件套", "羽绒被", "地毯", "抱枕"],
    count: 480,
    yuan: [49, 999],
  },
  {
    code: "STOR",
    category: "收纳",
    names: ["收纳箱", "置物架", "鞋架", "挂衣架"],
    count: 420,
    yuan: [29, 399],
  },
  { code: "DECO", category: "饰品", names: ["装饰画", "花瓶", "镜子", "挂钟"], count: 200, yuan: [39, 599] },
  {
    code: "GIFT",
    category: "赠品",
    names: ["赠品抱枕", "赠品拖鞋", "赠品保温杯", "赠品香薰"],
    count: 60,
    yuan: [9, 39],
  },
];
/** What the shop carries; FAMILIES add up to it. */
export const SKU_COUNT = 3_200;

const COLOURS = ["原木色", "雾灰", "奶油白", "墨绿", "胡桃色", "焦糖", "雅黑"];
const SIZES = ["小号", "标准", "大号", "加大"];

/** The catalogue of a seed: the same 3,200 articles at every start. */
export function makeCatalogue(seed: number): Catalogue {
  const random = new Random(seed, 77);
  const catalogue: Catalogue = { small: [], bulky: [], custom: [], gifts: [] };
  for (const family of FAMILIES) {
    for (let i = 1; i <= family.count; i++) {
      const [from, to] = family.yuan;
      const priceFen = Math.round(from * (to / from) ** random.next()) * 100 - 100;
      const article: Sku = {
        sku: `${family.code}-${String(i).padStart(3, "0")}`,
        title: `${random.pick(family.names)} ${random.pick(COLOURS)} ${random.pick(SIZES)}`,
        category: family.category,
        priceFen,
        costFen: Math.round(priceFen * random.between(0.38, 0.62)),
        bulky: family.bulky ?? false,
        custom: family.custom ?? false,
      };
      if (family.code === "GIFT") catalogue.gifts.push({ ...article, priceFen: 0 });
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
