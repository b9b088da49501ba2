import { expect, test } from "vitest";
import { Random } from "../chance/random.ts";
import { makeCatalogue, pickArticle, SKU_COUNT } from "./catalogue.ts";

test("a shop carries 3,200 articles: bulky, custom, gifts and the rest", () => {
  const { small, bulky, custom, gifts } = makeCatalogue(5);
  const all = [...small, ...bulky, ...custom, ...gifts];
  expect(new Set(all.map(({ sku }) => sku)).size).toBe(SKU_COUNT);
  expect(bulky.every((article) => article.bulky && !article.custom)).toBe(true);
  expect(custom.every((article) => article.custom)).toBe(true);
  expect(gifts.every((article) => article.priceFen === 0 && article.costFen > 0)).toBe(true);
  expect(all.every((article) => Number.isInteger(article.priceFen) && article.costFen > 0)).toBe(true);
});

test("few articles sell often, and any may sell", () => {
  const { small } = makeCatalogue(5);
  const random = new Random(5);
  const sold = new Map<string, number>();
  for (let i = 0; i < 50_000; i++) {
    const { sku } = pickArticle(small, random);
    sold.set(sku, (sold.get(sku) ?? 0) + 1);
  }
  const counts = [...sold.values()].sort((a, b) => b - a);
  expect(sold.size).toBeGreaterThan(small.length * 0.9);
  expect(counts.slice(0, small.length / 10).reduce((a, b) => a + b)).toBeGreaterThan(25_000);
});
