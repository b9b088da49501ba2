"use client";
import { Card, Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import type { ReactNode } from "react";

/** A titled table; `heads` are words already. */
export function TableSection({
  title,
  heads,
  children,
}: {
  title: string;
  heads: readonly string[];
  children: ReactNode;
}) {
  return (
    <Card className="p-2 sm:p-4">
      <h2 className="px-3 py-2 text-xl font-semibold text-tremor-content-strong">{title}</h2>
      <Table>
        <TableHead>
          <TableRow>
            {heads.map((head) => (
              <TableHeaderCell key={head} className="px-3">
                {head}
              </TableHeaderCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>{children}</TableBody>
      </Table>
    </Card>
  );
}

export function TableLine({ cells, data }: { cells: ReactNode[]; data?: Record<string, string> }) {
  return (
    <TableRow {...data}>
      {cells.map((cell, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns stay where they are
        <TableCell key={at} className="px-3 py-2 text-base max-sm:whitespace-normal">
          {cell}
        </TableCell>
      ))}
    </TableRow>
  );
}
