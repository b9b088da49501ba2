"use client";
import { Card, Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import type { ChangeKind, Changes, NodeChange } from "../../../../domain/wire/changes.ts";
import { changesHref, ordersHref, type Where } from "../../links.ts";
import { useWords } from "../../use-words.ts";
import { Mark } from "../../wall/mark.tsx";
import type { ChangesQuery } from "./types.ts";

const MOVES: readonly [ChangeKind, (change: NodeChange) => number][] = [
  ["turned_red", (change) => change.turnedRed],
  ["ended_red", (change) => change.endedRed],
  ["entered", (change) => change.entered],
  ["left", (change) => change.left],
];
/** A phone has room for the reds and how they came about. */
const WIDE_ONLY: Partial<Record<string, string>> = { entered: "max-sm:hidden", left: "max-sm:hidden" };

interface NodeChangesProps {
  changes: Changes;
  query: ChangesQuery;
  where: Where;
}

/** Nodes where something happened, those whose reds changed most first; each number opens into what it counts. */
export function NodeChanges({ changes, query, where }: NodeChangesProps) {
  const { t, whole } = useWords();
  const all = [...changes.nodes, ...changes.watches];
  const moved = all
    .filter((node) => MOVES.some(([, count]) => count(node) > 0))
    .sort((a, b) => Math.abs(redBy(b)) - Math.abs(redBy(a)) || b.turnedRed - a.turnedRed);
  if (moved.length === 0) {
    return (
      <Card className="p-6 text-lg" data-state="empty">
        {t("changes.nothing")}
      </Card>
    );
  }
  return (
    <Card className="p-2 sm:p-4">
      <Table>
        <TableHead>
          <TableRow>
            <TableHeaderCell className="px-3">{t("desk.node")}</TableHeaderCell>
            <TableHeaderCell className="px-3 text-right">
              <span className="flex items-center justify-end gap-2">
                <span className="w-3">
                  <Mark kind="red" />
                </span>
                {t("lights.red")}
              </span>
            </TableHeaderCell>
            {MOVES.map(([kind]) => (
              <TableHeaderCell key={kind} className={`px-3 text-right ${WIDE_ONLY[kind] ?? ""}`}>
                {t(`changes.kind.${kind}`)}
              </TableHeaderCell>
            ))}
            <TableHeaderCell className="px-3 text-right max-sm:hidden">{t("changes.open")}</TableHeaderCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {moved.map((node) => (
            <NodeLine key={node.key} node={node} query={query} where={where} />
          ))}
        </TableBody>
      </Table>
      {moved.length < all.length && (
        <p className="px-3 pt-2 text-tremor-content">
          {t("changes.unchanged", { count: whole(all.length - moved.length) })}
        </p>
      )}
    </Card>
  );
}

const redBy = (node: NodeChange): number => node.after.red - node.before.red;

function NodeLine({ node, query, where }: Pick<NodeChangesProps, "query" | "where"> & { node: NodeChange }) {
  const { t, whole, nodeName } = useWords();
  return (
    <TableRow data-node={node.key}>
      <TableCell className="px-3 py-2 text-base font-semibold text-tremor-content-strong">
        {nodeName(node)}
      </TableCell>
      <TableCell className="px-3 py-2 text-right text-base" data-change="red">
        <BothMoments
          before={node.before.red}
          after={node.after.red}
          filter={{ node: node.key, light: "red" }}
          query={query}
          where={where}
        />
      </TableCell>
      {MOVES.map(([kind, count]) => (
        <TableCell
          key={kind}
          className={`px-3 py-2 text-right text-base ${WIDE_ONLY[kind] ?? ""}`}
          data-change={kind}
        >
          {count(node) > 0 && (
            <a
              className="underline"
              aria-label={t("changes.opens", {
                name: nodeName(node),
                kind: t(`changes.kind.${kind}`),
                count: whole(count(node)),
              })}
              href={`${changesHref(query, where, { show: kind, node: node.key })}#visits`}
            >
              {whole(count(node))}
            </a>
          )}
        </TableCell>
      ))}
      <TableCell className="px-3 py-2 text-right text-base max-sm:hidden" data-change="open">
        <BothMoments
          before={node.before.open}
          after={node.after.open}
          filter={{ node: node.key }}
          query={query}
          where={where}
        />
      </TableCell>
    </TableRow>
  );
}

interface BothMomentsProps extends Pick<NodeChangesProps, "query" | "where"> {
  before: number;
  after: number;
  filter: Record<string, string>;
}

/** 12 → 17 +5; each of the two opens into the orders of its moment. */
function BothMoments({ before, after, filter, query, where }: BothMomentsProps) {
  const { whole } = useWords();
  const href = (ms: number) => ordersHref(filter, { ...where, asOf: new Date(ms).toISOString() });
  const by = after - before;
  if (before === 0 && after === 0) return null;
  return (
    <span className="whitespace-nowrap tabular-nums">
      <a className="underline" href={href(query.fromMs)}>
        {whole(before)}
      </a>
      <span aria-hidden="true"> → </span>
      <a className="font-semibold text-tremor-content-strong underline" href={href(query.toMs)}>
        {whole(after)}
      </a>
      <span
        className={`ml-2 inline-block min-w-10 ${by === 0 ? "text-tremor-content" : "font-semibold text-tremor-content-strong"}`}
      >
        {by === 0 ? "±0" : `${by > 0 ? "+" : "−"}${whole(Math.abs(by))}`}
      </span>
    </span>
  );
}
