"use client";
import { Card, Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import type { AlertRow } from "../../../../domain/wire/alerts.ts";
import { alertHref, orderHref, type Where } from "../../links.ts";
import { useWords } from "../../use-words.ts";
import type { NodeName } from "../orders.ts";
import { lateWords, StageWords, stateWords } from "./alert-words.tsx";

const CELL = "px-3 py-2 text-base";
const WIDE_ONLY = "max-sm:hidden";

interface AlertTableProps {
  alerts: readonly AlertRow[];
  nodes: readonly NodeName[];
  nowMs: number;
  timezone: string;
  where: Where;
  picked: ReadonlySet<string>;
  /** null: whoever looks may not act. */
  onPick: ((picked: ReadonlySet<string>) => void) | null;
}

/** A line per alert: what it is about, how late, how far people were told, and who has it. */
export function AlertTable({ alerts, nodes, nowMs, timezone, where, picked, onPick }: AlertTableProps) {
  const words = useWords();
  const { t, nodeName } = words;
  const names = new Map(nodes.map((node) => [node.key, nodeName(node)]));
  const open = alerts.filter(({ state }) => state !== "resolved");
  const all = open.length > 0 && open.every(({ id }) => picked.has(id));
  const toggle = (id: string) => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    onPick?.(next);
  };
  return (
    <Card className="p-2 sm:p-4">
      <Table>
        <TableHead>
          <TableRow>
            <TableHeaderCell className="px-3">
              {onPick && (
                <input
                  type="checkbox"
                  className="tick"
                  aria-label={t("alerts.chooseAll")}
                  checked={all}
                  disabled={open.length === 0}
                  onChange={() => onPick(all ? new Set() : new Set(open.map(({ id }) => id)))}
                />
              )}
            </TableHeaderCell>
            <TableHeaderCell className="px-3">{t("alerts.heads.what")}</TableHeaderCell>
            <TableHeaderCell className={`px-3 ${WIDE_ONLY}`}>{t("orders.orderNo")}</TableHeaderCell>
            <TableHeaderCell className={`px-3 ${WIDE_ONLY}`}>{t("orders.late")}</TableHeaderCell>
            <TableHeaderCell className={`px-3 ${WIDE_ONLY}`}>{t("alerts.heads.stage")}</TableHeaderCell>
            <TableHeaderCell className={`px-3 ${WIDE_ONLY}`}>{t("alerts.heads.state")}</TableHeaderCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {alerts.map((alert) => (
            <TableRow key={alert.id} data-alert={alert.id} data-alert-state={alert.state}>
              <TableCell className={CELL}>
                {onPick && alert.state !== "resolved" && (
                  <input
                    type="checkbox"
                    className="tick"
                    aria-label={t("alerts.choose", { orderNo: alert.orderNo })}
                    checked={picked.has(alert.id)}
                    onChange={() => toggle(alert.id)}
                  />
                )}
              </TableCell>
              <TableCell className={`${CELL} max-sm:whitespace-normal`}>
                <a
                  className="font-semibold text-tremor-content-strong underline"
                  href={alertHref(alert.id, where)}
                >
                  {names.get(alert.node) ?? alert.node}
                </a>
                <span className="ml-2 text-tremor-content">P{alert.severity}</span>
                <span className="mt-1 flex flex-wrap gap-x-3 sm:hidden">
                  <span className="font-semibold text-tremor-content-strong">
                    {lateWords(alert, nowMs, words)}
                  </span>
                  <StageWords alert={alert} />
                  <span>{stateWords(alert, nowMs, timezone, words)}</span>
                </span>
              </TableCell>
              <TableCell className={`${CELL} ${WIDE_ONLY}`}>
                <a className="underline" href={orderHref(alert.orderNo, where)}>
                  {alert.orderNo}
                </a>
              </TableCell>
              <TableCell className={`${CELL} font-semibold text-tremor-content-strong ${WIDE_ONLY}`}>
                {lateWords(alert, nowMs, words)}
              </TableCell>
              <TableCell className={`${CELL} ${WIDE_ONLY}`}>
                <StageWords alert={alert} />
              </TableCell>
              <TableCell className={`${CELL} whitespace-normal ${WIDE_ONLY}`}>
                {stateWords(alert, nowMs, timezone, words)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}
