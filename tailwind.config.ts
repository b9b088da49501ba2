import type { Config } from "tailwindcss";

/** Tremor's own names for colours, sizes and shadows; app/(desk)/desk.css reads them. */
const config: Config = {
  content: [],
  theme: {
    extend: {
      colors: {
        // Values are in app/(desk)/desk.css, once for light and once for dark.
        tremor: {
          brand: {
            faint: "var(--desk-brand-faint)",
            muted: "var(--desk-brand-muted)",
            subtle: "var(--desk-brand-subtle)",
            DEFAULT: "var(--desk-brand)",
            emphasis: "var(--desk-brand-strong)",
            inverted: "var(--desk-card)",
          },
          background: {
            muted: "var(--desk-ground)",
            subtle: "var(--desk-sunk)",
            DEFAULT: "var(--desk-card)",
            emphasis: "var(--desk-text-strong)",
          },
          border: { DEFAULT: "var(--desk-hairline)" },
          ring: { DEFAULT: "var(--desk-hairline)" },
          content: {
            subtle: "var(--desk-text-faint)",
            DEFAULT: "var(--desk-text)",
            emphasis: "var(--desk-text)",
            strong: "var(--desk-text-strong)",
            inverted: "var(--desk-card)",
          },
        },
        desk: {
          line: { DEFAULT: "var(--desk-line)", strong: "var(--desk-line-strong)" },
          good: "var(--desk-good)",
          warn: {
            DEFAULT: "var(--desk-warn)",
            strong: "var(--desk-warn-strong)",
            ground: "var(--desk-warn-ground)",
            line: "var(--desk-warn-line)",
          },
        },
      },
      boxShadow: {
        "tremor-input": "0 1px 2px 0 rgb(0 0 0 / 0.05)",
        "tremor-card": "0 1px 3px 0 rgb(0 0 0 / 0.1), 0 1px 2px -1px rgb(0 0 0 / 0.1)",
        "tremor-dropdown": "0 4px 6px -1px rgb(0 0 0 / 0.1), 0 2px 4px -2px rgb(0 0 0 / 0.1)",
      },
      borderRadius: { "tremor-small": "0.375rem", "tremor-default": "0.5rem", "tremor-full": "9999px" },
      fontSize: {
        "tremor-label": ["0.75rem", { lineHeight: "1rem" }],
        "tremor-default": ["0.875rem", { lineHeight: "1.25rem" }],
        "tremor-title": ["1.125rem", { lineHeight: "1.75rem" }],
        "tremor-metric": ["1.875rem", { lineHeight: "2.25rem" }],
      },
    },
  },
};

export default config;
