"use client";
import { Card, Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import type { ReactNode } from "react";
import type { Board, NodeRow } from "../../../domain/wire/board.ts";
import { ordersHref } from "../links.ts";
import { useWords } from "../use-words.ts";
import { openOf } from "../wall/loudness.ts";
import { Mark } from "../wall/mark.tsx";
import { lanesOf } from "../wall/summary.ts";
import { useMay } from "./who.ts";

const COUNTS = ["red", "yellow", "breached"] as const;

/** What each count opens into. */
const FILTERS = { red: { light: "red" }, yellow: { light: "yellow" }, breached: { breached: "true" } };

/** Every node with its counts, by lane, and the watches, which are in no total; a count that is nothing stays empty. */
export function NodeTable({ board }: { board: Board }) {
  const { t } = useWords();
  return (
    <Card className="p-4">
      <Table>
        <TableHead>
          <TableRow>
            <TableHeaderCell>{t("desk.node")}</TableHeaderCell>
            {COUNTS.map((kind) => (
              <TableHeaderCell key={kind}>
                <span className="flex items-center justify-end gap-2">
                  <span className="w-3">
                    <Mark kind={kind} />
                  </span>
                  {t(`lights.${kind}`)}
                </span>
              </TableHeaderCell>
            ))}
            <TableHeaderCell className="text-right">{t("desk.total")}</TableHeaderCell>
            <TableHeaderCell className="text-right">{t("desk.oldest")}</TableHeaderCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {lanesOf(board).flatMap(({ lane, nodes }) => [
            <Section key={lane} name={t(`lanes.${lane}`)} />,
            ...nodes.map((row) => <NodeLine key={row.key} row={row} asOf={board.asOf} />),
          ])}
          {board.watches.length > 0 && <Section name={t("desk.watches")} />}
          {board.watches.map((row) => (
            <NodeLine key={row.key} row={row} asOf={board.asOf} />
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

function Section({ name }: { name: string }) {
  return (
    <TableRow className="bg-tremor-background-muted">
      <TableCell colSpan={6} className="py-2 font-semibold text-tremor-content-strong">
        {name}
      </TableCell>
    </TableRow>
  );
}

/** A link for whom it opens, the words alone for others. */
function Opens({ href, className, children }: { href: string; className?: string; children: ReactNode }) {
  if (!useMay("orders:read")) return children;
  return (
    <a className={className} href={href}>
      {children}
    </a>
  );
}

function NodeLine({ row, asOf }: { row: NodeRow; asOf: string }) {
  const { locale, whole, age, nodeName } = useWords();
  const where = { locale, asOf: null };
  const open = openOf(row);
  const oldestMs = row.oldestEnteredAt === null ? null : Date.parse(asOf) - Date.parse(row.oldestEnteredAt);
  return (
    <TableRow data-node={row.key}>
      <TableCell className="py-2 text-base text-tremor-content-strong">
        <Opens className="underline" href={ordersHref({ node: row.key }, where)}>
          {nodeName(row)}
        </Opens>
      </TableCell>
      {COUNTS.map((kind) => (
        <TableCell key={kind} className="py-2 text-right text-base font-semibold text-tremor-content-strong">
          {row[kind] > 0 && (
            <Opens href={ordersHref({ node: row.key, ...FILTERS[kind] }, where)}>{whole(row[kind])}</Opens>
          )}
        </TableCell>
      ))}
      <TableCell className="py-2 text-right text-base">
        {open > 0 && <Opens href={ordersHref({ node: row.key }, where)}>{whole(open)}</Opens>}
      </TableCell>
      <TableCell className="py-2 text-right text-base">{oldestMs !== null && age(oldestMs)}</TableCell>
    </TableRow>
  );
}
