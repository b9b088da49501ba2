import { Mark } from "../wall/mark.tsx";

type Light = "red" | "yellow" | "green" | "none";

/** The wall's lanes and tiles, one short of numbers: what it shows is nobody's shop. */
const LANES: Light[][] = [
  ["yellow", "green", "green"],
  ["green", "red", "none", "green"],
  ["red", "green", "green", "yellow", "green", "none"],
  ["green", "none", "green"],
  ["green", "green", "red", "green", "none"],
];
/** The worst tile is filled, as on the wall. */
const WORST = { lane: 2, tile: 0 };

/** The wall as one sees it from afar. */
export function BoardSketch() {
  return (
    <div className="sketch" aria-hidden="true">
      {LANES.map((lane, l) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lanes stay where they are
        <div className="sketch-lane" key={l}>
          {lane.map((light, at) => (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: tiles stay where they are
              key={at}
              className="sketch-tile"
              data-light={light}
              data-worst={l === WORST.lane && at === WORST.tile ? "" : undefined}
            >
              {light !== "none" && <Mark kind={light} />}
              <i />
              <i />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
