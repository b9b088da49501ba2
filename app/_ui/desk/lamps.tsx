/** The board's three lights, by colour and by shape. */
export function Lamps() {
  return (
    <svg viewBox="0 0 44 14" aria-hidden="true" className="lamps">
      <rect className="lamp-red" x="1" y="1" width="12" height="12" rx="1.5" />
      <path className="lamp-yellow" d="M22 1 29 13H15z" />
      <circle className="lamp-green" cx="37" cy="7" r="6" />
    </svg>
  );
}
