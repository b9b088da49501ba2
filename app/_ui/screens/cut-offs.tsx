"use client";
import { instantParts } from "../format/instant.ts";
import { useWords } from "../use-words.ts";
import type { CutOffGroup } from "../wall/foresight.ts";
import type { Names } from "../wall/use-names.ts";

/** More than these are not read in passing. */
const GROUPS_MOST = 3;
const CARRIERS_MOST = 5;

interface CutOffsProps {
  groups: readonly CutOffGroup[];
  names: Names;
  timezone: string;
}

/** The next cut-offs: how many are still to be loaded, and how many of them will not make it, by carrier. */
export function CutOffs({ groups, names, timezone }: CutOffsProps) {
  const { t, whole } = useWords();
  return (
    <ol className="cut-offs">
      {groups.slice(0, GROUPS_MOST).map(({ node, atMs, waiting, willMiss, carriers }) => (
        <li key={`${node} ${atMs}`} className="cut-off" data-cut-off={node}>
          <h2>
            {t.rich("forecast.cutOff", {
              time: instantParts(atMs, timezone).time,
              count: whole(waiting),
              b: (chunks) => <b>{chunks}</b>,
            })}
            <small>{names.get(node) ?? node}</small>
          </h2>
          <ul>
            {carriers.slice(0, CARRIERS_MOST).map((carrier) => (
              <li key={carrier.carrier ?? ""}>
                <span>{carrier.carrier ?? t("forecast.noCarrier")}</span>
                <b>{whole(carrier.waiting)}</b>
                <small>{missWords(carrier.willMiss)}</small>
              </li>
            ))}
          </ul>
          {carriers.length > 1 && <p className="cut-off-miss">{missWords(willMiss)}</p>}
        </li>
      ))}
    </ol>
  );

  function missWords({ low, high }: { low: number; high: number }) {
    if (high === 0) return t("forecast.missNone");
    if (low === high) return t("forecast.missOne", { count: whole(high) });
    return t("forecast.miss", { low: whole(low), high: whole(high) });
  }
}
