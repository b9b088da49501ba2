import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("./palette.css", import.meta.url), "utf8");
const palette = new Map([...css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1]!, m[2]!]));

type Rgb = [number, number, number];

const linear = (hex: string): Rgb =>
  [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Rgb;

const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Full colour-blindness of three kinds as linear-RGB matrices (Machado, Oliveira and Fernandes 2009). */
const EYES: Record<string, number[][]> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const seen = (rgb: Rgb, eye: number[][]): Rgb =>
  eye.map((row) => Math.min(1, Math.max(0, row[0]! * rgb[0] + row[1]! * rgb[1] + row[2]! * rgb[2]))) as Rgb;

const colour = (name: string): Rgb => {
  const hex = palette.get(name);
  if (!hex) throw new Error(`palette.css has no --${name}`);
  return linear(hex);
};

const SHAPES: [mark: string, grounds: string[]][] = [
  ["red", ["ground", "tile", "tinted", "past-ground", "past-tile"]],
  ["yellow", ["ground", "tile", "tinted", "filled", "past-ground", "past-tile"]],
  ["green", ["ground", "tile", "past-ground", "past-tile"]],
  ["breached", ["ground", "tile", "tinted", "past-ground", "past-tile"]],
  ["red-on-filled", ["filled"]],
  ["green-on-filled", ["filled"]],
  ["breached-on-filled", ["filled"]],
  ["filled-line", ["ground", "tile"]],
  ["past-line", ["past-ground", "past-tile"]],
  ["heat-4", ["ground"]],
  ["heat-3", ["ground", "heat-0", "heat-1"]],
  ["focus", ["ground", "tile", "tinted", "filled", "heat-0", "heat-1"]],
];

const TEXTS: [text: string, grounds: string[]][] = [
  ["text", ["ground", "tile", "tinted", "past-ground", "past-tile", "lost"]],
  ["text-calm", ["tile", "past-tile"]],
  ["text-second", ["ground", "tile", "past-ground", "past-tile"]],
  ["text-on-tinted", ["tinted"]],
  ["text-on-filled", ["filled"]],
  ["yellow", ["ground", "tile", "tinted", "filled"]],
  ["red", ["ground"]],
  ["breached", ["ground", "tinted"]],
  ["breached-on-filled", ["filled"]],
  ["late-text", ["late"]],
  ["catching-up-text", ["catching-up"]],
  ["past-text", ["past-line"]],
  ["silent-text", ["silent"]],
  ["silent", ["ground"]],
  ["clock-text", ["clock"]],
  ["clock", ["ground"]],
  ["steps-text", ["steps", "steps-stripe"]],
  ["ground", ["text"]],
];

const pairs = (table: [string, string[]][]) =>
  table.flatMap(([front, backs]) => backs.map((back) => [front, back] as const));

test.each(pairs(TEXTS))("text: %s on %s has 4.5:1", (text, ground) => {
  expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5);
});

for (const [eye, matrix] of Object.entries(EYES)) {
  test.each(pairs(SHAPES))(`shape: %s on %s has 3:1 for ${eye} eyes`, (mark, ground) => {
    expect(contrast(seen(colour(mark), matrix), seen(colour(ground), matrix))).toBeGreaterThanOrEqual(3);
  });
}
