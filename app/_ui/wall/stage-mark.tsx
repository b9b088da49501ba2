import type { StepKind } from "../../../domain/escalation/types.ts";

export type StageKind = StepKind | "taken" | "not_heard" | "late" | "over";

/** Shapes that no light has, so that none is taken for one. */
const SHAPES: Record<StageKind, string> = {
  chat: "M6 12h88v58H52L28 92V70H6z",
  flag: "M14 4h13v92H14zM27 8h65L74 32l18 24H27z",
  voice:
    "M22 6 40 4l10 26-13 11c5 10 12 17 22 22l11-13 26 10-2 18c-1 9-8 16-17 16C45 94 6 55 6 23 6 14 13 7 22 6z",
  taken: "M4 54 20 38l20 20 40-44 16 15-56 61z",
  not_heard: "M18 6 50 38 82 6l12 12-32 32 32 32-12 12-32-32-32 32L6 82l32-32L6 18z",
  late: "M18 4h64v14L60 50l22 32v14H18V82l22-32-22-32z",
  over: "M6 42h88v16H6z",
};

/** How far an alert has come, as a shape as high as the text beside it. */
export function StageMark({ kind }: { kind: StageKind }) {
  return (
    <svg className={`stage-mark stage-${kind}`} viewBox="0 0 100 100" aria-hidden="true" focusable="false">
      <path d={SHAPES[kind]} />
    </svg>
  );
}
