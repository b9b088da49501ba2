import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const read = (file: string) => readFileSync(new URL(file, import.meta.url), "utf8");
const colours = (css: string) =>
  [...css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m): [string, string] => [m[1]!, m[2]!]);

const STANDARD = colours(read("./palette.css"));
/** What televisions may be given instead: the rules of tv/palettes.css, in the order in which they come over each other. */
const OTHERS = [...read("./tv/palettes.css").matchAll(/^:root:has\(\.tv(.+?)\) \{([^}]+)\}/gm)].map(
  ([, conditions = "", css = ""]) => ({ conditions, colours: colours(css) }),
);

type Palette = ReadonlyMap<string, string>;

function paletteOf(theme: string, kind: string): Palette {
  const given = `[data-theme="${theme}"][data-palette="${kind}"]`;
  const over = OTHERS.filter(({ conditions }) =>
    conditions.match(/\[[^\]]+\]/g)!.every((one) => given.includes(one)),
  );
  return new Map([...STANDARD, ...over.flatMap(({ colours }) => colours)]);
}

const PALETTES: [name: string, palette: Palette][] = [
  ["dark", paletteOf("dark", "standard")],
  ["light", paletteOf("light", "standard")],
  ["dark, colour-blind", paletteOf("dark", "colorblind")],
  ["light, colour-blind", paletteOf("light", "colorblind")],
];

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

const colourIn = (palette: Palette) => (name: string) => {
  const hex = palette.get(name);
  if (!hex) throw new Error(`palette.css has no --${name}`);
  return linear(hex);
};

const SHAPES: [mark: string, grounds: string[]][] = [
  ["red", ["ground", "tile", "tinted", "past-ground", "past-tile"]],
  ["yellow", ["ground", "tile", "tinted", "past-ground", "past-tile"]],
  ["yellow-on-filled", ["filled"]],
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
  ["yellow", ["ground", "tile", "tinted"]],
  ["yellow-on-filled", ["filled"]],
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
  ["text", ["heat-0", "heat-1"]],
  ["heat-on-mid", ["heat-2"]],
  ["heat-on-high", ["heat-3", "heat-4"]],
];

/** Televisions show no past, and nobody moves a focus on them. */
const ONLY_AT_DESKS = /^(past-|focus$)/;
const pairs = (table: [string, string[]][], atDesks = true) =>
  table
    .flatMap(([front, backs]) => backs.map((back) => [front, back] as const))
    .filter((pair) => atDesks || !pair.some((one) => ONLY_AT_DESKS.test(one)));

/** How far two colours lie apart in OKLab (Ottosson 2020), lightness included. */
function distance(a: Rgb, b: Rgb): number {
  const [p, q] = [okLab(a), okLab(b)];
  return Math.hypot(...p.map((value, i) => value - q[i]!));
}

function okLab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Two patches this far apart are told apart at a glance; just noticeable is some 0.02. */
const AT_A_GLANCE = 0.1;
const LIGHTS = ["red", "yellow", "green", "breached"];

describe.each(PALETTES)("%s", (name, palette) => {
  const colour = colourIn(palette);
  const atDesks = name === "dark";

  test.each(pairs(TEXTS, atDesks))("text: %s on %s has 4.5:1", (text, ground) => {
    expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5);
  });

  for (const [eye, matrix] of Object.entries(EYES)) {
    test.each(pairs(SHAPES, atDesks))(`shape: %s on %s has 3:1 for ${eye} eyes`, (mark, ground) => {
      expect(contrast(seen(colour(mark), matrix), seen(colour(ground), matrix))).toBeGreaterThanOrEqual(3);
    });
    if (!name.includes("colour-blind")) continue;
    test(`lights are told apart at a glance by ${eye} eyes`, () => {
      for (const a of LIGHTS) {
        for (const b of LIGHTS.filter((other) => other > a)) {
          const apart = distance(seen(colour(a), matrix), seen(colour(b), matrix));
          expect(apart, `${a} and ${b}`).toBeGreaterThanOrEqual(AT_A_GLANCE);
        }
      }
    });
  }
});
