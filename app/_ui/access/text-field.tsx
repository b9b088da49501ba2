"use client";
import { type ComponentProps, useId } from "react";

interface TextFieldProps
  extends Pick<ComponentProps<"input">, "type" | "autoComplete" | "minLength" | "maxLength"> {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** A line of text that has to be there. */
export function TextField({ label, value, onChange, ...more }: TextFieldProps) {
  const id = useId();
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field w-full"
        required
        value={value}
        onChange={({ target }) => onChange(target.value)}
        {...more}
      />
    </div>
  );
}
