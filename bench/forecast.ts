import { round, type Tell } from "./figures.ts";
import { type History, olistHistory, simulatedHistory } from "./forecast/histories.ts";
import { type Score, scoreHistory } from "./forecast/score.ts";

/** Each with other days on which something goes wrong. */
const SEEDS = [1, 2, 3];
const DAYS = 14;

/**
 * How far off the forecast is beside two baselines: nothing changes, and nothing that is due leaves. The shop of the
 * simulator over its festival in November with three seeds, and the Olist marketplace over its busiest days when its folder
 * is named (OLIST_FOLDER). The forecast is the one that walls show; what it had before it is what was so at each moment.
 */
export async function benchForecast(tell: Tell): Promise<void> {
  for (const seed of SEEDS) tellScores(tell, await simulatedHistory(seed, DAYS));
  const folder = process.env.OLIST_FOLDER;
  if (folder) tellScores(tell, await olistHistory(folder, DAYS));
}

function tellScores(tell: Tell, history: History): void {
  for (const score of scoreHistory(history)) {
    const { hours, asked, off, newOff } = score;
    const name = `${hours}h${history.name}`;
    const mean = (sum: number) => round(sum / asked, 2);
    const better = Math.min(off.unchanged, off.never);
    tell({
      figure: `forecastErrorRatio${name}`,
      value: round(off.forecast / better, 3),
      unit: "of the better baseline's error",
      note: `red visits ${hours} h ahead, mean absolute error a node: ${mean(off.forecast)}; nothing changes ${mean(off.unchanged)}, nothing due leaves ${mean(off.never)}; ${round((100 * off.forecast) / score.red, 1)} % of all that were red`,
    });
    tell({
      figure: `forecastNewlyRedErrorRatio${name}`,
      value: round(newOff.forecast / Math.min(newOff.unchanged, newOff.never), 3),
      unit: "of the better baseline's error",
      note: `of those newly red: ${mean(newOff.forecast)}; none ${mean(newOff.unchanged)}, all that are due ${mean(newOff.never)}`,
    });
    tell({
      figure: `forecastCoverage${name}`,
      value: round((100 * score.within) / asked),
      unit: "%",
      note: coverageNote(score),
    });
  }
}

function coverageNote({ asked, below, above, moved, movedWithin }: Score): string {
  const share = (part: number, whole: number) => Math.round((100 * part) / whole);
  return `outcomes within the range that is to hold 80 %: ${share(below, asked)} % below, ${share(above, asked)} % above; of ranges wider than one number (or missed) ${share(movedWithin, moved)} %`;
}
