"use client";
import { memo, useEffect, useState } from "react";

/** Blank modules around it, as readers need them. */
const QUIET = 3;

/** A text as a QR code; drawn once its encoder is there, which only televisions without a credential load. */
export const QrCode = memo(function QrCode({ text, label }: { text: string; label: string }) {
  const [code, setCode] = useState<{ size: number; path: string } | null>(null);
  useEffect(() => {
    let gone = false;
    void import("uqr").then(({ encode }) => {
      const { data, size } = encode(text, { ecc: "M", border: QUIET });
      const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
      if (!gone) setCode({ size, path: path.join("") });
    });
    return () => {
      gone = true;
    };
  }, [text]);
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${code?.size ?? 1} ${code?.size ?? 1}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={code?.path ?? ""} />
    </svg>
  );
});
