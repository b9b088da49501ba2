import type { ReactNode } from "react";
import "./desk.css";

export default function DeskLayout({ children }: { children: ReactNode }) {
  return (
    <div className="desk min-h-screen bg-tremor-background-muted font-sans tabular-nums">{children}</div>
  );
}
