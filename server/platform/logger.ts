import pino from "pino";

export type Logger = pino.Logger;

/** JSON lines on stderr; stdout belongs to what a command prints for people. */
export function createLogger(level: string, role: string): Logger {
  return pino({ level, base: { role }, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}
