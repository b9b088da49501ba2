export type MarkKind = "red" | "yellow" | "green" | "breached";

/** Colour is never alone: each light has a shape of its own. */
const SHAPES: Record<MarkKind, string> = {
  red: "M8 8h84v84H8z",
  yellow: "M50 8 96 90H4z",
  green: "M50 6a44 44 0 1 1 0 88a44 44 0 1 1 0-88z",
  breached: "M27 10h46l25 40-25 40H27L2 50z",
};

/** The shape of a light, as high as the text it stands beside. */
export function Mark({ kind }: { kind: MarkKind }) {
  return (
    <svg className={`mark mark-${kind}`} viewBox="0 0 100 100" aria-hidden="true" focusable="false">
      <path d={SHAPES[kind]} />
    </svg>
  );
}
