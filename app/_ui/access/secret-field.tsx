"use client";
import { useId } from "react";

interface SecretFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoComplete: "current-password" | "new-password";
  minLength?: number;
  maxLength?: number;
}

/** A password on the desk. */
export function SecretField({ label, value, onChange, ...more }: SecretFieldProps) {
  const id = useId();
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-tremor-content">
        {label}
      </label>
      <input
        id={id}
        type="password"
        className="field w-full"
        required
        value={value}
        onChange={({ target }) => onChange(target.value)}
        {...more}
      />
    </div>
  );
}
