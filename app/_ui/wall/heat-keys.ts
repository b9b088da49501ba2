import type { KeyboardEvent } from "react";

const STEPS: Record<string, readonly [rows: number, hours: number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** Carries the focus from cell to cell of a heatmap: a hundred cells must not be a hundred stops of the Tab key. */
export function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key];
  const cell = (event.target as HTMLElement).closest<HTMLElement>("[data-hour]");
  if (!step || !cell) return;
  event.preventDefault();
  const [rows, hours] = step;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-heat]")].map((row) => [
    ...row.querySelectorAll<HTMLElement>("[data-hour]"),
  ]);
  const at = links.findIndex((row) => row.includes(cell));
  const row = links[at]!;
  const next = hours !== 0 ? row[row.indexOf(cell) + hours] : nearest(links[at + rows], hourOf(cell));
  next?.focus();
}

const hourOf = (cell: HTMLElement) => Number(cell.dataset.hour);

function nearest(row: HTMLElement[] | undefined, hour: number): HTMLElement | undefined {
  return row?.reduce<HTMLElement | undefined>(
    (best, cell) =>
      best === undefined || Math.abs(hourOf(cell) - hour) < Math.abs(hourOf(best) - hour) ? cell : best,
    undefined,
  );
}
