/** One metric as Prometheus reads it. */
export interface Family {
  type: string;
  help: string;
  samples: { name: string; labels: Record<string, string>; value: number }[];
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (-?(?:\d[\d.e+-]*|Inf)|\+Inf|[Nn]a[Nn])$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"(?:,|$)/y;

/**
 * Reads the text format of Prometheus as strictly as a scraper does.
 * @throws on a line that is none, a sample without its TYPE, or a series that comes twice
 */
export function readExposition(text: string): Map<string, Family> {
  const families = new Map<string, Family>();
  const seen = new Set<string>();
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const told = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line);
    if (told) {
      const [, kind, name, rest] = told;
      const family = families.get(name!) ?? { type: "", help: "", samples: [] };
      if (kind === "TYPE") family.type = rest!;
      else family.help = rest!;
      families.set(name!, family);
      continue;
    }
    const sample = SAMPLE.exec(line);
    if (!sample) throw new Error(`not a sample: ${line}`);
    const [, name, labelText = "", value] = sample;
    const family = families.get(name!) ?? families.get(name!.replace(/_(bucket|sum|count)$/, ""));
    if (!family?.type) throw new Error(`a sample without a TYPE: ${line}`);
    const series = line.slice(0, line.lastIndexOf(" "));
    if (seen.has(series)) throw new Error(`the same series twice: ${series}`);
    seen.add(series);
    const number = value === "+Inf" ? Number.POSITIVE_INFINITY : Number(value);
    family.samples.push({ name: name!, labels: readLabels(labelText, line), value: number });
  }
  return families;
}

function readLabels(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const label = LABEL.exec(text);
    if (!label) throw new Error(`labels that cannot be read: ${line}`);
    labels[label[1]!] = label[2]!;
  }
  return labels;
}
